using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using LmsActors.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace LmsActors.Storage.AzureBlob;

/// <summary>A container of Azure Storage and what is done with it, shared by all journals of a silo.</summary>
internal sealed class AzureBlobStore : IDisposable
{
    private readonly BlobContainerClient _container;
    private readonly BlobCalls _calls;
    private readonly TimeProvider _time;

    /// <exception cref="ConfigurationException">The connection string is none.</exception>
    public AzureBlobStore(AzureBlobStorageOptions options, ILogger? logger = null, TimeProvider? time = null)
    {
        Options = options;
        _time = time ?? TimeProvider.System;
        _container = Connect(options);
        _calls = new BlobCalls(options, Metrics, logger ?? NullLogger.Instance);
        Damaged = new DamagedLogs(Metrics, logger ?? NullLogger.Instance);
        Logs = new LogBlobs(_container, _calls);
        Checkpoints = new CheckpointBlobs(_container, _calls);
        Listing = new BlobListing(_container, _calls);
    }

    public AzureBlobStorageOptions Options { get; }

    public StorageMetrics Metrics { get; } = new();

    public DamagedLogs Damaged { get; }

    public LogBlobs Logs { get; }

    public CheckpointBlobs Checkpoints { get; }

    public BlobListing Listing { get; }

    public string NewId() => Ids.New(_time.GetUtcNow());

    /// <summary>Makes the container unless it is there.</summary>
    public Task MakeContainerAsync(CancellationToken cancellation) => _calls.RunAsync(
        "make the container", token => _container.CreateIfNotExistsAsync(cancellationToken: token), cancellation);

    /// <exception cref="ConfigurationException">There is no such container.</exception>
    public async Task RequireContainerAsync(CancellationToken cancellation)
    {
        var exists = await _calls.RunAsync("find the container", token => _container.ExistsAsync(token), cancellation);
        if (!exists.Value)
            throw new ConfigurationException(
                $"The container '{Options.Container}' is not in the storage account '{_container.AccountName}': "
                + "make it with the command 'migrate', or choose another one with Storage__Container.");
    }

    public void Dispose() => Metrics.Dispose();

    private static BlobContainerClient Connect(AzureBlobStorageOptions options)
    {
        // A version that older accounts, appliances and emulators know as well; nothing newer is used.
        var client = new BlobClientOptions(BlobClientOptions.ServiceVersion.V2023_11_03)
        {
            Transport = new HttpClientTransport(new SocketsHttpHandler
            {
                MaxConnectionsPerServer = 128, // each journal has one request under way; more of them wait here than at the server
                PooledConnectionLifetime = TimeSpan.FromMinutes(5), // an account may move to another address
                ConnectTimeout = TimeSpan.FromSeconds(2),
                UseCookies = false,
            }),
            Retry =
            {
                // A server that refuses is tried for one to two seconds, a silent one until the request's time is over.
                Mode = RetryMode.Exponential,
                MaxRetries = 4,
                Delay = TimeSpan.FromMilliseconds(100),
                MaxDelay = TimeSpan.FromMilliseconds(800),
                NetworkTimeout = options.RequestTimeout / 2,
            },
        };
        options.Client?.Invoke(client);
        try
        {
            return new BlobContainerClient(options.ConnectionString, options.Container, client);
        }
        catch (Exception failure) when (failure is FormatException or ArgumentException)
        {
            // What it says may hold a part of the key.
            throw new ConfigurationException("Storage__ConnectionString is not the connection string of an Azure Storage account.");
        }
    }
}
