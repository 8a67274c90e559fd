using Microsoft.Extensions.DependencyInjection;

namespace LmsActors.NameDirectory;

/// <summary>Registers the silo's way to the directories.</summary>
internal static class DirectoryHosting
{
    public static ISiloBuilder AddNameDirectory(this ISiloBuilder silo)
    {
        silo.Services.AddSingleton<IDirectoryWriter, DirectoryWriter>();
        return silo;
    }
}
