using Npgsql;

namespace LmsActors.Storage.Postgres;

/// <summary>
/// One transaction for a batch, in two round trips: the first locks the journals' rows and tells where each stands, the second
/// writes what remains after the writes of those who do not know of it were refused, and commits.
/// </summary>
internal sealed class PostgresTransaction(NpgsqlConnection connection, IReadOnlyList<PostgresWrite> batch, JournalIds ids)
{
    // In the order of their names: two batches for the same journals wait for each other, and not in a circle.
    private const string Lock = """
        SELECT id, name, format, revision, properties, position, snapshot
        FROM lmsactors.journals WHERE name = ANY($1) ORDER BY name FOR UPDATE
        """;

    private readonly Dictionary<string, JournalDraft> _journals = [];

    /// <summary>From then on only the journals themselves tell whether it went through.</summary>
    public bool IsSent { get; private set; }

    public async Task RunAsync(Func<StorageStep, Task>? probe, CancellationToken cancellationToken)
    {
        await LoadAsync(cancellationToken);
        await Reach(StorageStep.Writing);
        foreach (var write in batch)
            write.Apply(_journals[write.Name], ids);
        await using var changes = PostgresChanges.Of(connection, _journals.Values);
        await Reach(StorageStep.Committing);
        IsSent = true;
        await changes.ExecuteNonQueryAsync(cancellationToken);
        await Reach(StorageStep.Committed);

        Task Reach(StorageStep step) => probe?.Invoke(step) ?? Task.CompletedTask;
    }

    private async Task LoadAsync(CancellationToken cancellationToken)
    {
        await using var load = new NpgsqlBatch(connection);
        load.BatchCommands.Add(new NpgsqlBatchCommand("BEGIN ISOLATION LEVEL READ COMMITTED"));
        load.Add(Lock, batch.Select(write => write.Name).Distinct().ToArray());
        var reserves = ids.Left < batch.Count;
        if (reserves)
            load.BatchCommands.Add(new NpgsqlBatchCommand("SELECT nextval('lmsactors.journal_ids')"));
        await using var reader = await load.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            var journal = PostgresRows.Journal(reader);
            _journals[journal.Row.Name] = new JournalDraft(journal.Row.Name, journal);
        }

        foreach (var write in batch)
            _journals.TryAdd(write.Name, new JournalDraft(write.Name, stored: null));
        if (reserves && await reader.NextResultAsync(cancellationToken) && await reader.ReadAsync(cancellationToken))
            ids.Reserved(reader.GetInt64(0));
    }
}
