using Microsoft.Extensions.Options;
using Orleans.Journaling;

namespace LmsActors.Storage.Postgres;

/// <summary>Journals in the database, written in the format that the silo is configured for.</summary>
internal sealed class PostgresJournalStorageProvider(
    PostgresJournalStore store, IOptions<JournaledStateManagerOptions> options, RewriteRequests? rewrites = null)
    : IJournalStorageProvider, IJournalStorageCatalog, IPurgingStorage, ILifecycleParticipant<ISiloLifecycle>
{
    public IJournalStorage CreateStorage(JournalId journalId)
    {
        if (journalId.IsDefault)
            throw new ArgumentException("A journal needs a name.", nameof(journalId));
        PostgresJournalStore.RequireStorable(journalId.Value);
        return new PostgresJournalStorage(store, journalId.Value, options.Value.JournalFormatKey, rewrites);
    }

    public IAsyncEnumerable<JournalCatalogEntry> ListAsync(JournalCatalogListOptions? options = null, CancellationToken cancellationToken = default) =>
        JournalPages.ListAsync(store.PageAsync, options, cancellationToken);

    public Task PurgeAsync(CancellationToken cancellation) => store.PurgeAsync(cancellation);

    /// <summary>Closes after the grains are gone; the container's disposal would do it as well.</summary>
    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(PostgresJournalStorageProvider),
        ServiceLifecycleStage.RuntimeStorageServices,
        _ => Task.CompletedTask,
        _ => store.DisposeAsync().AsTask());
}
