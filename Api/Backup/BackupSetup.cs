namespace LmsActors.Backup;

internal static class BackupSetup
{
    public static void AddBackup(this IServiceCollection services) => services.AddSingleton<BackupGate>();
}
