using LmsActors.Storage;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Journaling;
using Orleans.Providers;

namespace LmsActors.Hosting;

/// <summary>What the actors can keep their journals in.</summary>
internal enum StorageProvider
{
    /// <summary>One file, for one process.</summary>
    Sqlite,

    /// <summary>A PostgreSQL database, for any number of silos.</summary>
    Postgres,

    /// <summary>A container of an Azure Storage account, for any number of silos.</summary>
    AzureBlob,
}

/// <summary>Which storage the actors keep their journals in: the section <c>Storage</c> of the configuration.</summary>
public static class StorageSetup
{
    /// <summary>The folder in which everything is kept, if nothing else is said; in the current directory.</summary>
    public const string DefaultPath = "data";

    /// <summary>The folder in which everything is kept, as a full path.</summary>
    public static string StoragePath(this IConfiguration configuration) =>
        Path.GetFullPath(configuration["Storage:Path"] is { Length: > 0 } path ? path : DefaultPath);

    /// <exception cref="ConfigurationException">The provider is none that there is, or lacks its connection string.</exception>
    public static ISiloBuilder AddStorage(this ISiloBuilder silo, IConfiguration configuration)
    {
        var provider = configuration.StorageProvider();
        if (provider == Hosting.StorageProvider.Sqlite)
        {
            return silo.AddSqliteStorage(options => options.Path = configuration.StoragePath());
        }

        var connection = configuration.StorageConnection();
        return provider == Hosting.StorageProvider.Postgres
            ? silo.AddPostgresStorage(options => options.ConnectionString = connection)
            : silo.AddAzureBlobStorage(options => (options.ConnectionString, options.Container) = (connection, configuration.Container()));
    }

    /// <summary>The list of all journals in the storage.</summary>
    public static IJournalStorageCatalog Catalog(IServiceProvider services) =>
        (IJournalStorageCatalog)services.GetRequiredKeyedService<IJournalStorageProvider>(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME);

    /// <summary>Makes what the storage needs; answers in a sentence what was done.</summary>
    internal static async Task<string> MigrateAsync(IConfiguration configuration, CancellationToken cancellation)
    {
        switch (configuration.StorageProvider())
        {
            case Hosting.StorageProvider.Postgres:
                await PostgresSchema.MigrateAsync(configuration.StorageConnection(), cancellation);
                return "Storage (Postgres) has its tables.";
            case Hosting.StorageProvider.AzureBlob:
                await AzureBlobSchema.MigrateAsync(configuration.StorageConnection(), configuration.Container(), cancellation);
                return "Storage (AzureBlob) has its container.";
            default:
                return "Storage (Sqlite) needs nothing.";
        }
    }

    /// <exception cref="ConfigurationException">It is none that there is.</exception>
    internal static StorageProvider StorageProvider(this IConfiguration configuration) =>
        ConfigurationException.Word("Storage__Provider", configuration["Storage:Provider"], Hosting.StorageProvider.Sqlite);

    private static string Container(this IConfiguration configuration) =>
        configuration["Storage:Container"] is { Length: > 0 } name ? name : new AzureBlobStorageOptions().Container;

    private static string StorageConnection(this IConfiguration configuration) =>
        configuration["Storage:ConnectionString"] is { Length: > 0 } found
            ? configuration.StorageProvider() == Hosting.StorageProvider.Postgres
                ? ConnectionStrings.Postgres("Storage__ConnectionString", found)
                : ConnectionStrings.AzureBlob("Storage__ConnectionString", found)
        : throw new ConfigurationException(
            $"Storage__ConnectionString is missing: Storage__Provider is '{configuration.StorageProvider()}', and that needs one.");
}
