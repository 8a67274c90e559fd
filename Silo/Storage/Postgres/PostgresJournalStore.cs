using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Orleans.Journaling;

namespace LmsActors.Storage.Postgres;

/// <summary>
/// Journals in a PostgreSQL database that other processes write as well. Each write checks, under a lock in the database, that
/// its journal stands where its writer last saw it; many journals' writes share a transaction, and so a flush of the server's log.
/// </summary>
internal sealed class PostgresJournalStore : IAsyncDisposable, IDisposable
{
    private const int MostNameBytes = 2000; // what an index of PostgreSQL surely holds

    private readonly PostgresConnections _connections;
    private readonly PostgresLane[] _lanes;
    private readonly StorageMetrics _metrics;

    private PostgresJournalStore(PostgresStorageOptions options, ILogger logger)
    {
        Options = options;
        _connections = new PostgresConnections(options);
        _metrics = new StorageMetrics(() => _lanes!.Sum(lane => lane.Length));
        Damaged = new DamagedLogs(_metrics, logger);
        _lanes = [.. Enumerable.Range(0, _connections.Writers)
            .Select(_ => new PostgresLane(new PostgresWriter(_connections, options, _metrics, logger)))];
    }

    public PostgresStorageOptions Options { get; }

    public DamagedLogs Damaged { get; }

    /// <exception cref="Hosting.ConfigurationException">The tables are missing, or of another version.</exception>
    /// <exception cref="StorageUnavailableException">The server cannot be reached.</exception>
    public static PostgresJournalStore Open(PostgresStorageOptions options, ILogger? logger = null)
    {
        var store = new PostgresJournalStore(options, logger ?? NullLogger.Instance);
        try
        {
            using var connection = store._connections.Open();
            PostgresSchema.Verify(connection, store._connections.Where);
            return store;
        }
        catch (Exception failure)
        {
            store._connections.Dispose();
            store._metrics.Dispose();
            if (failure is NpgsqlException)
                throw store._connections.Unavailable("opened", failure);
            throw;
        }
    }

    /// <summary>A name that no row could hold would fail those who share its batch.</summary>
    public static void RequireStorable(string name)
    {
        var strict = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        if (strict.GetByteCount(name) > MostNameBytes || name.Contains('\0'))
            throw new ArgumentException($"'{name}' cannot name a journal: it has more than {MostNameBytes} bytes, or a null.", nameof(name));
    }

    /// <summary>Hands a write to the next batch. The task ends after the commit, or with what kept the write from it.</summary>
    public Task<object?> SubmitAsync(PostgresWrite write, CancellationToken cancellationToken) =>
        _lanes[(uint)string.GetHashCode(write.Name, StringComparison.Ordinal) % (uint)_lanes.Length].SubmitAsync(write, cancellationToken);

    /// <summary>Gives all bytes of a journal to the consumer, in the caller's context.</summary>
    public async Task<PostgresReading> ReadAsync(string name, IJournalStorageConsumer consumer, CancellationToken cancellationToken)
    {
        var reading = new PostgresReading(name);
        await ReadAsync((connection, deadline) => reading.RunAsync(connection, consumer, deadline), () => !reading.HasBegun, cancellationToken);
        return reading;
    }

    public async Task<JournalRow?> FindAsync(string name, CancellationToken cancellationToken)
    {
        var rows = await QueryAsync($"{PostgresRows.Columns} WHERE name = $1", [name], cancellationToken);
        return rows.Count > 0 ? rows[0] : null;
    }

    /// <summary>The next journals by name, of those that come after one name and not before the other.</summary>
    public Task<List<JournalRow>> PageAsync(string after, string from, int limit, CancellationToken cancellationToken) => QueryAsync(
        $"{PostgresRows.Columns} WHERE name > $1 AND name >= $2 ORDER BY name LIMIT $3", [after, from, limit], cancellationToken);

    /// <summary>Lets the server remove the rows that were replaced or deleted. It takes its time, and keeps nobody from reading or writing.</summary>
    public async Task PurgeAsync(CancellationToken cancellationToken)
    {
        try
        {
            var settings = new NpgsqlConnectionStringBuilder(Options.ConnectionString) { Pooling = false, Enlist = false, CommandTimeout = 0 };
            await using var connection = new NpgsqlConnection(settings.ConnectionString);
            await connection.OpenAsync(cancellationToken);
            await using var vacuum = new NpgsqlCommand("VACUUM lmsactors.entries, lmsactors.journals", connection);
            await vacuum.ExecuteNonQueryAsync(cancellationToken);
        }
        catch (NpgsqlException failure)
        {
            throw _connections.Unavailable("purged", failure);
        }
    }

    /// <summary>Ends what waits, then closes; later writes are refused.</summary>
    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_lanes.Select(lane => lane.CloseAsync()));
        await _connections.DisposeAsync();
        _metrics.Dispose();
    }

    /// <summary>At once: what waits fails.</summary>
    public void Dispose()
    {
        _connections.Dispose();
        _metrics.Dispose();
    }

    private async Task<List<JournalRow>> QueryAsync(string sql, object[] values, CancellationToken cancellationToken)
    {
        var found = new List<JournalRow>();
        await ReadAsync(
            async (connection, deadline) =>
            {
                found.Clear();
                await using var query = new NpgsqlCommand(sql, connection);
                foreach (var value in values)
                    query.Parameters.Add(new NpgsqlParameter { Value = value });
                await using var rows = await query.ExecuteReaderAsync(deadline.Token);
                while (await rows.ReadAsync(deadline.Token))
                    found.Add(PostgresRows.Row(rows));
            },
            () => true,
            cancellationToken);
        return found;
    }

    /// <summary>Reads on a connection of the readers; once more on a new one, when the first turns out to have gone bad meanwhile.</summary>
    private async Task ReadAsync(
        Func<NpgsqlConnection, PostgresDeadline, Task> readAsync, Func<bool> isRepeatable, CancellationToken cancellationToken)
    {
        try
        {
            if (!await TryReadAsync(readAsync, isRepeatable, cancellationToken))
                await TryReadAsync(readAsync, () => false, cancellationToken);
        }
        catch (Exception failure) when (failure is NpgsqlException || (failure is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            throw _connections.Unavailable("read", failure);
        }
    }

    private async Task<bool> TryReadAsync(
        Func<NpgsqlConnection, PostgresDeadline, Task> readAsync, Func<bool> isRepeatable, CancellationToken cancellationToken)
    {
        await _connections.ReserveAsync(cancellationToken);
        NpgsqlConnection? connection = null;
        try
        {
            using var deadline = new PostgresDeadline(cancellationToken);
            connection = await _connections.OpenAsync(deadline);
            await readAsync(connection, deadline);
            return true;
        }
        catch (Exception failure)
        {
            var isRepeated = connection is not null && PostgresFailure.IsBroken(failure) && isRepeatable();
            if (PostgresFailure.IsOutage(failure) && !cancellationToken.IsCancellationRequested)
            {
                _connections.Lose(connection);
                connection = null;
            }

            if (isRepeated)
                return false;
            throw;
        }
        finally
        {
            if (connection is not null)
                await connection.DisposeAsync();
            _connections.Release();
        }
    }
}
