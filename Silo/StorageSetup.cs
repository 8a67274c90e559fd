using Microsoft.Extensions.DependencyInjection;
using Orleans.Journaling;
using Orleans.Providers;
using LmsActors.Storage;
using Microsoft.Extensions.Configuration;

namespace LmsActors.Hosting;

/// <summary>Which storage the actors keep their journals in: the section <c>Storage</c> of the configuration.</summary>
public static class StorageSetup
{
    /// <summary>The folder in which everything is kept, if nothing else is said; in the current directory.</summary>
    public const string DefaultPath = "data";

    private const string Sqlite = "Sqlite";

    /// <summary>The folder in which everything is kept, as a full path.</summary>
    public static string StoragePath(this IConfiguration configuration) =>
        Path.GetFullPath(configuration["Storage:Path"] is { Length: > 0 } path ? path : DefaultPath);

    /// <exception cref="ConfigurationException">The provider is none that there is.</exception>
    public static ISiloBuilder AddStorage(this ISiloBuilder silo, IConfiguration configuration)
    {
        var provider = configuration["Storage:Provider"] ?? Sqlite;
        return provider.Equals(Sqlite, StringComparison.OrdinalIgnoreCase)
            ? silo.AddSqliteStorage(options => options.Path = configuration.StoragePath())
            : throw new ConfigurationException($"Storage__Provider is '{provider}', which there is not. Allowed: {Sqlite}.");
    }

    /// <summary>The list of all journals in the storage.</summary>
    public static IJournalStorageCatalog Catalog(IServiceProvider services) =>
        (IJournalStorageCatalog)services.GetRequiredKeyedService<IJournalStorageProvider>(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME);
}

/// <summary>The configuration asks for something that there is not; the message says what is allowed.</summary>
public sealed class ConfigurationException(string message) : Exception(message);
