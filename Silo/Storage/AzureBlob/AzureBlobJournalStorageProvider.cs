using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Orleans.Journaling;

namespace LmsActors.Storage.AzureBlob;

/// <summary>Journals in Azure Storage, written in the format that the silo is configured for.</summary>
internal sealed class AzureBlobJournalStorageProvider(
    AzureBlobStore store, OrphanSweeper sweeper, IOptions<JournaledStateManagerOptions> options, RewriteRequests? rewrites = null)
    : IJournalStorageProvider, IJournalStorageCatalog, ILifecycleParticipant<ISiloLifecycle>
{
    public IJournalStorage CreateStorage(JournalId journalId)
    {
        if (journalId.IsDefault)
            throw new ArgumentException("A journal needs a name.", nameof(journalId));
        BlobNames.RequireStorable(journalId.Value);
        return new AzureBlobJournalStorage(store, journalId.Value, options.Value.JournalFormatKey, rewrites);
    }

    /// <summary>Lists page by page, in the order of the blobs' names; journals that come or go meanwhile may be missed.</summary>
    public async IAsyncEnumerable<JournalCatalogEntry> ListAsync(
        JournalCatalogListOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (prefix, least, most) = (options?.Prefix.Value ?? "", options?.MinId.Value, options?.MaxId.Value);
        var withMetadata = options?.IncludeMetadata ?? false;
        // Half a character at the end of the prefix has no bytes of its own to look for.
        var known = BlobNames.Prefix(prefix.Length > 0 && char.IsHighSurrogate(prefix[^1]) ? prefix[..^1] : prefix);
        string? from = null;
        do
        {
            var page = await store.Listing.PageAsync(known, withMetadata, from, cancellationToken);
            foreach (var blob in page.Blobs)
            {
                if (!BlobNames.TryParse(blob.Name, out var journal, out var generation) || generation is not null)
                    continue;
                if (IsWanted(journal, prefix, least, most))
                    yield return new JournalCatalogEntry(
                        new JournalId(journal), withMetadata ? LogMetadata.Of(journal, blob.Metadata).ToMetadata() : null);
            }

            from = page.Next;
        }
        while (from is not null);
    }

    /// <summary>The container must be there before the first grain; what was never published is swept while the silo runs.</summary>
    public void Participate(ISiloLifecycle lifecycle)
    {
        lifecycle.Subscribe(
            nameof(AzureBlobJournalStorageProvider), ServiceLifecycleStage.RuntimeStorageServices, store.RequireContainerAsync);
        lifecycle.Subscribe(
            nameof(OrphanSweeper), ServiceLifecycleStage.Active, sweeper.StartAsync, _ => sweeper.StopAsync());
    }

    private static bool IsWanted(string name, string prefix, string? least, string? most) =>
        name.StartsWith(prefix, StringComparison.Ordinal)
        && (least is null || string.CompareOrdinal(name, least) >= 0)
        && (most is null || string.CompareOrdinal(name, most) <= 0);
}
