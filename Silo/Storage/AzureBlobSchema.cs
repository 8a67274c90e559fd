using LmsActors.Storage.AzureBlob;

namespace LmsActors.Storage;

/// <summary>What must be there before the journals: the container.</summary>
public static class AzureBlobSchema
{
    /// <summary>Makes the container, private, unless it is there.</summary>
    /// <exception cref="Hosting.ConfigurationException">The connection string is none.</exception>
    /// <exception cref="StorageUnavailableException">The account does not answer, or refuses.</exception>
    public static async Task MigrateAsync(string connectionString, string container, CancellationToken cancellation)
    {
        using var store = new AzureBlobStore(new AzureBlobStorageOptions { ConnectionString = connectionString, Container = container });
        await store.MakeContainerAsync(cancellation);
    }
}
