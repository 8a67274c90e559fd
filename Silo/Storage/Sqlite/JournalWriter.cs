using System.Diagnostics;
using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace LmsActors.Storage.Sqlite;

/// <summary>The one connection that writes, and how it comes back after a failure. Writer thread only, unless said otherwise.</summary>
internal sealed partial class JournalWriter(string file, SqliteStorageOptions options, StorageMetrics metrics, ILogger logger) : IDisposable
{
    private readonly Checkpointer _checkpointer = new(file, logger);
    private SqliteDatabase? _database;
    private SqliteStatement _begin = null!;
    private SqliteStatement _commit = null!;
    private TailSettler _settler = null!;
    private volatile JournalLog? _log; // null while the store cannot be opened
    private bool _committing;

    /// <summary>Whether the tables and the heads are known to agree. Any thread.</summary>
    public bool IsHealthy => _log is not null;

    public bool HasWork => _log is not null && _settler.IsWorking;

    public long TailBytes => _log?.Tail.Bytes ?? 0;

    /// <summary>A journal's committed appends that are not in its chunks. Any thread.</summary>
    public (long Journal, TailEntry[] Entries) CopyTail(string name) =>
        _log?.Heads.CopyTail(name) ?? throw Unavailable("read", reason: null);

    /// <summary>At start; a missing database is made.</summary>
    public void Open() => Open(create: true);

    /// <summary>All in one transaction; each caller hears of it when it is on the disk, or that it failed.</summary>
    public void Commit(IReadOnlyList<JournalOperation> batch)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            if (_log is null)
                Open(create: false);
            Write(_log!, batch);
        }
        catch (Exception failure)
        {
            metrics.Failed();
            LogFailure(failure, batch.Count, file);
            Abandon(failure);
            var answer = Unavailable("written", failure.Message);
            foreach (var operation in batch)
                operation.Fail(answer);
            return;
        }

        List<JournalOperation>? purges = null;
        foreach (var operation in batch)
        {
            if (operation.IsPurge)
                (purges ??= []).Add(operation);
            else
                operation.Complete();
        }

        metrics.Committed(batch.Count, batch.Sum(operation => operation.Bytes), Stopwatch.GetElapsedTime(started));
        _checkpointer.Consider(_database!);
        if (purges is not null)
            Purge(purges);
    }

    public void Dispose()
    {
        _checkpointer.Dispose();
        Close();
    }

    /// <summary>
    /// Sorts the tail away, as it holds appends that were replaced since; then writes the file anew, as free pages and free places within
    /// pages hold what was deleted; then empties the write-ahead log. The copy is made in a file, and not in memory as other temporary data.
    /// </summary>
    private void Purge(List<JournalOperation> purges)
    {
        try
        {
            for (_settler.Hurry(); _settler.IsWorking;)
                Write(_log!, []);
            _checkpointer.Truncate(_database!);
            _database!.Execute("PRAGMA temp_store = FILE; VACUUM; PRAGMA temp_store = MEMORY");
            _checkpointer.Truncate(_database);
            purges.ForEach(purge => purge.Complete());
        }
        catch (Exception failure)
        {
            LogPurge(failure, file);
            if (failure is not StorageUnavailableException)
                Abandon(failure);
            purges.ForEach(purge => purge.Fail(failure as StorageUnavailableException ?? Unavailable("purged", failure.Message)));
        }
    }

    private void Close()
    {
        _log = null;
        _database?.Dispose();
        _database = null;
    }

    /// <summary>After a failure a missing database is not made: the journals are somewhere else then.</summary>
    private void Open(bool create)
    {
        _database = SqliteDatabase.OpenForWriting(file, create);
        options.Probe?.Invoke(StorageStep.Opening, _database);
        SqliteSchema.Ensure(_database);
        _begin = _database.Prepare("BEGIN IMMEDIATE");
        _commit = _database.Prepare("COMMIT");
        var log = new JournalLog(_database);
        _settler = new TailSettler(log, options.TailBytes);
        _log = log;
    }

    private void Write(JournalLog log, IReadOnlyList<JournalOperation> batch)
    {
        _committing = false;
        _begin.Run();
        options.Probe?.Invoke(StorageStep.Writing, _database!);
        foreach (var operation in batch)
            operation.Apply(log);
        _settler.Step();
        options.Probe?.Invoke(StorageStep.Committing, _database!);
        _committing = true;
        _commit.Run();
        options.Probe?.Invoke(StorageStep.Committed, _database!);
        _committing = false;
        log.Commit();
    }

    /// <summary>
    /// Back to what was committed. When it is not known what that is, or the connection may be broken, what the disk holds
    /// is read anew before any caller hears of the failure: then each journal's stored version says what went through.
    /// </summary>
    private void Abandon(Exception failure)
    {
        if (_log is { } log)
        {
            if (!_committing && IsHarmless(failure) && TryRollBack())
            {
                log.Abandon();
                _settler.Abandon();
                return;
            }

            Close();
            TryOpen();
        }
        else
        {
            Close();
        }
    }

    private void TryOpen()
    {
        try
        {
            Open(create: false);
        }
        catch (Exception failure)
        {
            LogClosed(failure, file);
            Close();
        }
    }

    private static bool IsHarmless(Exception failure) =>
        failure is not SqliteFailure sqlite || (sqlite.Code & 0xff) is raw.SQLITE_FULL or raw.SQLITE_BUSY or raw.SQLITE_TOOBIG;

    private bool TryRollBack()
    {
        try
        {
            if (_database!.InTransaction)
                _database.Execute("ROLLBACK");
            return true;
        }
        catch (SqliteFailure)
        {
            return false;
        }
    }

    private StorageUnavailableException Unavailable(string what, string? reason) =>
        new($"The storage {file} cannot be {what} now: {reason ?? "it could not be opened again after a failure"}.");

    [LoggerMessage(LogLevel.Error, "A batch of {Count} writes to {File} failed; none was acknowledged")]
    private partial void LogFailure(Exception failure, int count, string file);

    [LoggerMessage(LogLevel.Warning, "{File} could not be written anew to purge it; it will be tried again")]
    private partial void LogPurge(Exception failure, string file);

    [LoggerMessage(LogLevel.Critical, "{File} cannot be opened again; each write will try to")]
    private partial void LogClosed(Exception failure, string file);
}
