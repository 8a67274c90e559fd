using Azure.Storage.Blobs;

namespace LmsActors.Storage;

/// <summary>Where and how Azure Storage keeps the journals.</summary>
public sealed class AzureBlobStorageOptions
{
    /// <summary>The connection string of the storage account.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>The container of the journals; it must have been made before (<see cref="AzureBlobSchema"/>).</summary>
    public string Container { get; set; } = "lmsactors";

    /// <summary>
    /// Blocks appended since the last snapshot after which a journal asks to be compacted. A block is one request, with everything
    /// that was waiting for it. An append blob holds 50,000; a journal asks at 20,000 at the latest, whatever is set here.
    /// </summary>
    public long CompactAfterEntries { get; set; } = 10_000;

    /// <inheritdoc cref="SqliteStorageOptions.CompactAfterBytes"/>
    public long CompactAfterBytes { get; set; } = 4 << 20;

    /// <summary>
    /// The longest that a request takes, with all that is tried again; then it ends with <see cref="StorageUnavailableException"/>.
    /// A write of more than 4 MiB is several requests.
    /// </summary>
    public TimeSpan RequestTimeout { get; set; } = TimeSpan.FromSeconds(4.5);

    /// <summary>How old a snapshot that was never published must be before it is deleted.</summary>
    public TimeSpan OrphanAge { get; set; } = TimeSpan.FromDays(1);

    /// <summary>The pause between two sweeps for snapshots that were never published.</summary>
    public TimeSpan SweepInterval { get; set; } = TimeSpan.FromHours(6);

    /// <summary>Called with the settings of the client; a test puts itself between the storage and its server here.</summary>
    internal Action<BlobClientOptions>? Client { get; set; }
}
