using LmsActors.Storage.Archive;
using Microsoft.Extensions.Options;
using Orleans.Journaling;

namespace LmsActors.Storage.Sqlite;

/// <summary>Journals in the embedded store, written in the format that the silo is configured for.</summary>
internal sealed class SqliteJournalStorageProvider(
    SqliteJournalStore store, IOptions<JournaledStateManagerOptions> options, RewriteRequests? rewrites = null)
    : IJournalStorageProvider, IJournalStorageCatalog, IMomentStorage, IPurgingStorage, ILifecycleParticipant<ISiloLifecycle>
{
    public IJournalStorage CreateStorage(JournalId journalId)
    {
        if (journalId.IsDefault)
            throw new ArgumentException("A journal needs a name.", nameof(journalId));
        SqliteStatement.RequireStorable(journalId.Value);
        return new SqliteJournalStorage(store, journalId.Value, options.Value.JournalFormatKey, rewrites);
    }

    public IAsyncEnumerable<JournalCatalogEntry> ListAsync(JournalCatalogListOptions? options = null, CancellationToken cancellationToken = default) =>
        JournalPages.ListAsync(store.PageAsync, options, cancellationToken);

    public Task<IJournalSource> KeepMomentAsync(CancellationToken cancellation) => store.KeepMomentAsync(cancellation);

    public Task PurgeAsync(CancellationToken cancellation) => store.PurgeAsync(cancellation);

    /// <summary>Closes after the grains are gone; the container's disposal would do it as well.</summary>
    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(SqliteJournalStorageProvider),
        ServiceLifecycleStage.RuntimeStorageServices,
        _ => Task.CompletedTask,
        _ => store.DisposeAsync().AsTask());
}
