using System.Runtime.CompilerServices;
using Microsoft.Extensions.Options;
using Orleans.Journaling;

namespace LmsActors.Storage.Sqlite;

/// <summary>Journals in the embedded store, written in the format that the silo is configured for.</summary>
internal sealed class SqliteJournalStorageProvider(SqliteJournalStore store, IOptions<JournaledStateManagerOptions> options)
    : IJournalStorageProvider, IJournalStorageCatalog, ILifecycleParticipant<ISiloLifecycle>
{
    private const int PageSize = 500;

    public IJournalStorage CreateStorage(JournalId journalId)
    {
        if (journalId.IsDefault)
            throw new ArgumentException("A journal needs a name.", nameof(journalId));
        SqliteStatement.RequireStorable(journalId.Value);
        return new SqliteJournalStorage(store, journalId.Value, options.Value.JournalFormatKey);
    }

    /// <summary>Lists page by page, in the order of the names' bytes; journals that come or go meanwhile may be missed.</summary>
    public async IAsyncEnumerable<JournalCatalogEntry> ListAsync(
        JournalCatalogListOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var (prefix, least, most) = (options?.Prefix.Value ?? "", options?.MinId.Value, options?.MaxId.Value);
        var withMetadata = options?.IncludeMetadata ?? false;
        // Half a character at the end of the prefix has no bytes of its own to seek by.
        var from = prefix.Length > 0 && char.IsHighSurrogate(prefix[^1]) ? prefix[..^1] : prefix;
        var after = "";
        while (true)
        {
            var page = await store.PageAsync(after, from, PageSize, cancellationToken);
            foreach (var row in page)
            {
                if (!row.Name.StartsWith(from, StringComparison.Ordinal))
                    yield break;
                if (IsWanted(row.Name, prefix, least, most))
                    yield return new JournalCatalogEntry(new JournalId(row.Name), withMetadata ? row.ToMetadata() : null);
            }

            if (page.Count < PageSize)
                yield break;
            after = page[^1].Name;
        }
    }

    /// <summary>Closes after the grains are gone; the container's disposal would do it as well.</summary>
    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(SqliteJournalStorageProvider),
        ServiceLifecycleStage.RuntimeStorageServices,
        _ => Task.CompletedTask,
        _ => store.DisposeAsync().AsTask());

    private static bool IsWanted(string name, string prefix, string? least, string? most) =>
        name.StartsWith(prefix, StringComparison.Ordinal)
        && (least is null || string.CompareOrdinal(name, least) >= 0)
        && (most is null || string.CompareOrdinal(name, most) <= 0);
}
