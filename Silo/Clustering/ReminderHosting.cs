using StackExchange.Redis;

namespace LmsActors.Hosting;

/// <summary>
/// Reminders: wake-ups that outlive the silo on which they were asked for. They are kept where the list of silos is; a process that is
/// alone keeps them in its own storage.
/// </summary>
internal static class ReminderHosting
{
    public static ISiloBuilder UseDurableReminders(this ISiloBuilder silo, ClusterSettings settings) => settings.Provider switch
    {
        ClusteringProvider.Postgres => silo.UseAdoNetReminderService(options =>
            (options.Invariant, options.ConnectionString) = ("Npgsql", PostgresMembership.Connection(settings.ConnectionString))),
        ClusteringProvider.Redis => silo.UseRedisReminderService(options =>
            options.ConfigurationOptions = ConfigurationOptions.Parse(settings.ConnectionString)),
        _ => silo.AddReminderActors(),
    };
}
