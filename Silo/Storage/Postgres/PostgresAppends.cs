using Npgsql;

namespace LmsActors.Storage.Postgres;

/// <summary>
/// Appends to journals whose owners know where they stand, in one statement that is a transaction by itself: each goes through where
/// the journal still stands there. So it may be sent again when its answer was lost.
/// </summary>
internal sealed class PostgresAppends(IReadOnlyList<AppendWrite> appends)
{
    private const string Append = """
        WITH advanced AS (
            UPDATE lmsactors.journals SET position = entry.position FROM unnest($1, $2, $3) AS entry (journal, position, data)
            WHERE journals.id = entry.journal AND journals.position = entry.position - 1
            RETURNING entry.journal, entry.position, entry.data),
        written AS (
            INSERT INTO lmsactors.entries (journal, position, piece, data) SELECT journal, position, 0, data FROM advanced RETURNING journal)
        SELECT array_agg(journal) FROM written
        """;

    private const string Landed = """
        SELECT array_agg(entries.journal) FROM unnest($1, $2, $3) AS entry (journal, position, data)
        JOIN lmsactors.entries ON entries.journal = entry.journal AND entries.position = entry.position AND piece = 0 AND entries.data = entry.data
        """;

    private readonly EntryPiece[] _entries = [.. appends.Select(append => append.Entry)];
    private readonly HashSet<long> _done = new(appends.Count);
    private bool _isSent;

    /// <summary>Those of a batch that can go this way: the first write to its journal, when it is plain.</summary>
    public static List<AppendWrite> Of(IReadOnlyList<PostgresWrite> batch)
    {
        var journals = new HashSet<string>(batch.Count);
        var appends = new List<AppendWrite>(batch.Count);
        foreach (var write in batch)
        {
            if (journals.Add(write.Name) && write is AppendWrite { IsPlain: true } append)
                appends.Add(append);
        }

        // Two that lock the same journals wait for each other, and not in a circle.
        appends.Sort(static (one, other) => string.CompareOrdinal(one.Name, other.Name));
        return appends;
    }

    /// <summary>Those that went through; the others met a journal that has moved on.</summary>
    public IEnumerable<AppendWrite> Done => appends.Where((_, i) => _done.Contains(_entries[i].At.Journal));

    public async Task RunAsync(NpgsqlConnection connection, Func<StorageStep, Task>? probe, CancellationToken cancellationToken)
    {
        var isRepeated = _isSent;
        await Reach(StorageStep.Writing);
        await Reach(StorageStep.Committing);
        _isSent = true;
        await ExecuteAsync(connection, Append, cancellationToken);
        await Reach(StorageStep.Committed);
        if (isRepeated && _done.Count < appends.Count)
            await ExecuteAsync(connection, Landed, cancellationToken);

        Task Reach(StorageStep step) => probe?.Invoke(step) ?? Task.CompletedTask;
    }

    private async Task ExecuteAsync(NpgsqlConnection connection, string statement, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(statement, connection)
        {
            Parameters =
            {
                new() { Value = Array.ConvertAll(_entries, entry => entry.At.Journal) },
                new() { Value = Array.ConvertAll(_entries, entry => entry.At.Position) },
                new() { Value = Array.ConvertAll(_entries, entry => entry.Data) },
            },
        };
        if (await command.ExecuteScalarAsync(cancellationToken) is long[] journals)
            _done.UnionWith(journals);
    }
}
