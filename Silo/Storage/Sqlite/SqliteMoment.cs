using System.Runtime.CompilerServices;
using LmsActors.Storage.Archive;
using Orleans.Serialization.Buffers;

namespace LmsActors.Storage.Sqlite;

/// <summary>
/// All journals as they were at one moment: a read transaction that stays open, and the tail as it then lay in its table. Meanwhile the
/// write-ahead log grows by what is written. One reading at a time; the others wait.
/// </summary>
internal sealed class SqliteMoment : IJournalSource
{
    private const int PageSize = 500;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly JournalReader _reader;
    private readonly Dictionary<long, List<TailEntry>> _tail = [];

    private SqliteMoment(JournalReader reader) => _reader = reader;

    /// <summary>Blocks its thread.</summary>
    public static SqliteMoment Take(string file)
    {
        var database = SqliteDatabase.OpenForReading(file);
        try
        {
            var moment = new SqliteMoment(new JournalReader(database) { KeepsMoment = true });
            moment._reader.Begin();
            foreach (var (journal, entry) in JournalTables.ReadTail(database))
            {
                if (!moment._tail.TryGetValue(journal, out var entries))
                    moment._tail[journal] = entries = [];
                entries.Add(entry);
            }

            return moment;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }

    public async IAsyncEnumerable<string> NamesAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var after = ""; ;)
        {
            var from = after;
            var page = await UseAsync(reader => reader.Page(from, "", PageSize), cancellation);
            foreach (var row in page)
                yield return row.Name;
            if (page.Count < PageSize)
                yield break;
            after = page[^1].Name;
        }
    }

    public Task<ArchivedJournal?> ReadAsync(string name, CancellationToken cancellation) => UseAsync(reader => Read(reader, name), cancellation);

    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        _reader.Dispose();
        _turn.Dispose();
    }

    private ArchivedJournal? Read(JournalReader reader, string name)
    {
        if (reader.Find(name) is not { } row)
            return null;
        var reading = new JournalReading(name, (row.Id, _tail.TryGetValue(row.Id, out var entries) ? [.. entries] : []));
        using var buffer = new ArcBufferWriter();
        var pieces = new PieceList();
        for (var more = true; more;)
        {
            more = reading.Fill(reader, buffer);
            using var filled = buffer.ConsumeSlice(buffer.Length);
            pieces.Add(filled.ToArray());
        }

        return new(name, row.Format, reading.Metadata.Properties, pieces.Bytes);
    }

    private async Task<T> UseAsync<T>(Func<JournalReader, T> work, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            return await Task.Run(() => work(_reader), cancellation);
        }
        catch (SqliteFailure failure)
        {
            throw new StorageUnavailableException($"The storage cannot be read now: {failure.Message}.");
        }
        finally
        {
            _turn.Release();
        }
    }
}
