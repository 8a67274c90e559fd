using Azure.Core;
using Azure.Storage.Blobs;
using LmsActors.Storage.AzureBlob;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Journaling;

namespace LmsActors.Storage;

/// <summary>A store in a container of its own, whose network can be broken.</summary>
internal sealed class AzureBlobFixture : IDisposable
{
    private AzureBlobStore? _store;

    public AzureBlobFixture(AzuriteServer server, ILogger? logger = null)
    {
        Logger = logger ?? NullLogger.Instance;
        Options = new AzureBlobStorageOptions
        {
            ConnectionString = server.ConnectionString,
            Container = $"test-{Guid.CreateVersion7():N}",
            Client = client => client.AddPolicy(Network, HttpPipelinePosition.PerRetry),
        };
    }

    public AzureBlobStorageOptions Options { get; }

    public AzureNetwork Network { get; } = new();

    public AzureBlobStore Store => _store ??= new AzureBlobStore(Options, Logger);

    private ILogger Logger { get; }

    public async Task<IJournalStorageProvider> OpenAsync(string format = "orleans-binary")
    {
        await AzureBlobSchema.MigrateAsync(Options.ConnectionString, Options.Container, CancellationToken.None);
        await Store.RequireContainerAsync(CancellationToken.None);
        var options = Microsoft.Extensions.Options.Options.Create(new JournaledStateManagerOptions { JournalFormatKey = format });
        return new AzureBlobJournalStorageProvider(Store, Sweeper(), options);
    }

    public OrphanSweeper Sweeper() => new(Store, NullLogger<OrphanSweeper>.Instance);

    /// <summary>The names of all blobs, in order.</summary>
    public async Task<List<string>> BlobsAsync()
    {
        var names = new List<string>();
        await foreach (var blob in Container().GetBlobsAsync())
            names.Add(blob.Name);
        return names;
    }

    /// <summary>The container, by a way that nothing breaks.</summary>
    public BlobContainerClient Container() =>
        new(Options.ConnectionString, Options.Container, new BlobClientOptions(BlobClientOptions.ServiceVersion.V2023_11_03));

    public IDisposable BreakWrites()
    {
        Network.FateOf = request => AzureNetwork.IsWrite(request) ? Fate.Lost : Fate.Answered;
        return new Mending(this);
    }

    public void Close()
    {
        _store?.Dispose();
        _store = null;
    }

    public void Dispose() => Close();

    private sealed class Mending(AzureBlobFixture fixture) : IDisposable
    {
        public void Dispose() => fixture.Network.FateOf = _ => Fate.Answered;
    }
}
