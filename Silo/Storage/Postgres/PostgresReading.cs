using System.Buffers;
using Npgsql;
using Orleans.Journaling;
using Orleans.Serialization.Buffers;

namespace LmsActors.Storage.Postgres;

/// <summary>One reading of a journal, all at one moment, in a stream.</summary>
internal sealed class PostgresReading(string name)
{
    private const int FillBytes = 1 << 20;

    private const string Journal = $"{PostgresRows.Columns} WHERE name = $1";

    private const string Entries = """
        SELECT position, piece, data FROM lmsactors.entries
        WHERE journal = (SELECT id FROM lmsactors.journals WHERE name = $1) ORDER BY position, piece
        """;

    private StoredJournal? _journal;
    private long _last;

    public IJournalMetadata Metadata { get; private set; } = JournalMetadata.Empty;

    /// <summary>Where the journal stood; as the counts, complete after the reading.</summary>
    public JournalVersion Version => _journal?.Version ?? default;

    public long Count { get; private set; }

    public long Bytes { get; private set; }

    public long SnapshotBytes { get; private set; }

    /// <summary>Whether the consumer was given anything: then it cannot begin again.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Gives all to the consumer, in the caller's context. Each part has the deadline's time anew.</summary>
    public async Task RunAsync(NpgsqlConnection connection, IJournalStorageConsumer consumer, PostgresDeadline deadline)
    {
        await using var query = new NpgsqlBatch(connection);
        query.BatchCommands.Add(new NpgsqlBatchCommand("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"));
        foreach (var sql in new[] { Journal, Entries })
            query.BatchCommands.Add(new NpgsqlBatchCommand(sql) { Parameters = { new NpgsqlParameter<string> { TypedValue = name } } });
        query.BatchCommands.Add(new NpgsqlBatchCommand("COMMIT"));
        await using var rows = await query.ExecuteReaderAsync(deadline.Token);
        if (await rows.ReadAsync(deadline.Token))
        {
            _journal = PostgresRows.Journal(rows);
            Metadata = _journal.Row.ToMetadata();
        }

        await rows.NextResultAsync(deadline.Token);
        await RunAsync(rows, consumer, deadline);
    }

    private async Task RunAsync(NpgsqlDataReader rows, IJournalStorageConsumer consumer, PostgresDeadline deadline)
    {
        using var buffer = new ArcBufferWriter();
        var given = 0L;
        while (await rows.ReadAsync(deadline.Token))
        {
            Take(rows, buffer);
            if (buffer.Length < given + FillBytes)
                continue;
            Give(consumer, buffer, isCompleted: false);
            given = buffer.Length;
            deadline.Renew();
        }

        if (_last != Version.Position)
            throw Hole(Version.Position);
        // The consumer may begin to write at once: the connection must not be in the middle of an answer then.
        await rows.NextResultAsync(deadline.Token);
        Give(consumer, buffer, isCompleted: true);
        if (buffer.Length > 0)
            throw new InvalidOperationException($"The reader of the journal '{name}' left {buffer.Length} bytes of it.");
    }

    private void Give(IJournalStorageConsumer consumer, ArcBufferWriter buffer, bool isCompleted)
    {
        HasBegun = true;
        consumer.Read(new JournalBufferReader(buffer.Reader, isCompleted), Metadata);
    }

    private void Take(NpgsqlDataReader row, ArcBufferWriter buffer)
    {
        var (position, piece) = (row.GetInt64(0), row.GetInt32(1));
        if (piece == 0)
            Begin(position);
        var length = (int)row.GetBytes(2, 0, null, 0, 0);
        var bytes = ArrayPool<byte>.Shared.Rent(length);
        row.GetBytes(2, 0, bytes, 0, length);
        buffer.Write(bytes.AsSpan(0, length));
        ArrayPool<byte>.Shared.Return(bytes);
        if (position == _journal!.Snapshot)
            SnapshotBytes += length;
        else
            Bytes += length;
    }

    private void Begin(long position)
    {
        if (position != (_last == 0 ? Math.Max(1, _journal!.Snapshot) : _last + 1))
            throw Hole(position);
        _last = position;
        if (position != _journal!.Snapshot)
            Count++;
    }

    private InvalidDataException Hole(long position) => new($"The journal '{name}' has a hole between its writes {_last} and {position}.");
}
