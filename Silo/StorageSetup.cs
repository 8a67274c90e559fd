using LmsActors.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Journaling;
using Orleans.Providers;

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

    /// <exception cref="StorageSettingException">The provider is none that there is.</exception>
    public static ISiloBuilder AddStorage(this ISiloBuilder silo, IConfiguration configuration)
    {
        var provider = configuration["Storage:Provider"] ?? Sqlite;
        return provider.Equals(Sqlite, StringComparison.OrdinalIgnoreCase)
            ? silo.AddSqliteStorage(options => options.Path = configuration.StoragePath())
            : throw new StorageSettingException($"Storage__Provider is '{provider}', which there is not. Allowed: {Sqlite}.");
    }

    /// <summary>The list of all journals in the storage.</summary>
    public static IJournalStorageCatalog Catalog(IServiceProvider services) =>
        (IJournalStorageCatalog)services.GetRequiredKeyedService<IJournalStorageProvider>(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME);
}

/// <summary>What the configuration says about the storage does not do; the message is a sentence that says what would.</summary>
public sealed class StorageSettingException(string message) : Exception(message);
