using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace LmsActors.Storage.Postgres;

/// <summary>Commits one batch after the other on a connection of its own.</summary>
internal sealed partial class PostgresWriter(PostgresConnections connections, PostgresStorageOptions options, StorageMetrics metrics, ILogger logger)
{
    private const int MostAttempts = 5;

    private readonly JournalIds _ids = new();

    /// <summary>
    /// Plain appends in one statement, all else in one transaction after it; each caller hears of it when it is durable, or that it
    /// failed. Never throws; answers why the server cannot be reached, when that is so: others that wait need not try.
    /// </summary>
    public async Task<StorageUnavailableException?> CommitAsync(IReadOnlyList<PostgresWrite> batch)
    {
        var left = batch;
        try
        {
            using var deadline = new PostgresDeadline();
            if (PostgresAppends.Of(batch) is { Count: > 0 } appends)
                left = await AppendAsync(batch, appends, deadline);
            if (left.Count > 0)
                await TransactAsync(left, deadline);
        }
        catch (Exception failure)
        {
            metrics.Failed();
            LogFailure(failure, left.Count, connections.Where);
            var answer = connections.Unavailable("written", failure);
            foreach (var write in left)
                write.Fail(answer);
            return PostgresFailure.IsOutage(failure) ? answer : null;
        }

        return null;
    }

    /// <summary>Answers the writes that are still to be made.</summary>
    private async Task<IReadOnlyList<PostgresWrite>> AppendAsync(
        IReadOnlyList<PostgresWrite> batch, IReadOnlyList<AppendWrite> appends, PostgresDeadline deadline)
    {
        var started = Stopwatch.GetTimestamp();
        var statement = new PostgresAppends(appends);
        await AttemptAsync(connection => statement.RunAsync(connection, options.Probe, deadline.Token), PostgresFailure.IsBroken, deadline);
        var done = new HashSet<PostgresWrite>(appends.Count);
        foreach (var append in statement.Done)
        {
            append.Appended();
            done.Add(append);
        }

        Complete(done, started);
        return done.Count == batch.Count ? [] : [.. batch.Where(write => !done.Contains(write))];
    }

    private async Task TransactAsync(IReadOnlyList<PostgresWrite> writes, PostgresDeadline deadline)
    {
        var started = Stopwatch.GetTimestamp();
        PostgresTransaction? transaction = null;
        await AttemptAsync(RunAsync, failure => PostgresFailure.IsBroken(failure) && transaction?.IsSent != true, deadline);
        Complete(writes, started);

        Task RunAsync(NpgsqlConnection connection)
        {
            foreach (var write in writes)
                write.Reset();
            transaction = new(connection, writes, _ids);
            return transaction.RunAsync(options.Probe, deadline.Token);
        }
    }

    private void Complete(IReadOnlyCollection<PostgresWrite> writes, long started)
    {
        foreach (var write in writes)
            write.Complete();
        metrics.Committed(writes.Count, writes.Sum(write => write.Bytes), Stopwatch.GetElapsedTime(started));
    }

    /// <summary>Tries again after a collision with another writer, and on a new connection where that is safe.</summary>
    private async Task AttemptAsync(Func<NpgsqlConnection, Task> runAsync, Func<Exception, bool> isSafe, PostgresDeadline deadline)
    {
        for (var attempt = 1; ; attempt++)
        {
            var connection = await OpenAsync(deadline);
            try
            {
                await runAsync(connection);
                await connection.DisposeAsync();
                return;
            }
            catch (Exception failure)
            {
                connections.Lose(connection, isOutage: PostgresFailure.IsOutage(failure));
                if (attempt == MostAttempts || deadline.IsOver || !(PostgresFailure.IsConflict(failure) || isSafe(failure)))
                    throw;
            }
        }
    }

    private async Task<NpgsqlConnection> OpenAsync(PostgresDeadline deadline)
    {
        if (options.Probe is { } probe)
            await probe(StorageStep.Opening);
        return await connections.OpenAsync(deadline);
    }

    [LoggerMessage(LogLevel.Error, "A batch of {Count} writes to {Where} failed; none was acknowledged")]
    private partial void LogFailure(Exception failure, int count, string where);
}
