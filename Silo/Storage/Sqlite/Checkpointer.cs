using Microsoft.Extensions.Logging;
using SQLitePCL;

namespace LmsActors.Storage.Sqlite;

/// <summary>
/// Moves committed pages from the write-ahead log into the database beside the writer, which only does the small rest:
/// then nobody uses the log, and the next write begins it from its start. Called on the writer thread.
/// </summary>
internal sealed partial class Checkpointer(string file, ILogger logger) : IDisposable
{
    private const int NoWork = -1; // SQLITE_CHECKPOINT_NOOP
    private const int PagesToMove = 1000;
    private const int PagesOfARest = 400;
    private const int MostPages = 16_000;
    private const int TruncationMilliseconds = 250;

    private SqliteDatabase? _database;
    private Task _pass = Task.CompletedTask;
    private bool _passed;

    /// <summary>To be called after each commit.</summary>
    public void Consider(SqliteDatabase writer)
    {
        try
        {
            var (logged, moved) = writer.Checkpoint(NoWork);
            if (logged > MostPages || (_passed && _pass.IsCompleted && logged - moved <= PagesOfARest))
            {
                _passed = false;
                writer.Checkpoint(raw.SQLITE_CHECKPOINT_PASSIVE);
            }
            else if (_pass.IsCompleted && logged - moved >= PagesToMove)
            {
                _passed = true;
                _pass = Task.Run(Pass);
            }
        }
        catch (SqliteFailure failure)
        {
            LogFailure(failure, file); // what is committed stays in the log, and the next call tries again
        }
    }

    /// <summary>Moves all of the log into the database and empties its file.</summary>
    /// <exception cref="StorageUnavailableException">Somebody reads an older state, such as a backup.</exception>
    public void Truncate(SqliteDatabase writer)
    {
        _pass.GetAwaiter().GetResult();
        writer.Execute($"PRAGMA busy_timeout = {TruncationMilliseconds}"); // whoever reads longer than that is not waited for: nobody can write meanwhile
        var left = writer.Checkpoint(raw.SQLITE_CHECKPOINT_TRUNCATE);
        writer.Execute($"PRAGMA busy_timeout = {SqliteDatabase.BusyMilliseconds}");
        if (left is not (0, 0))
            throw new StorageUnavailableException($"The write-ahead log of {file} cannot be emptied while somebody reads an older state of it.");
    }

    public void Dispose()
    {
        _pass.GetAwaiter().GetResult();
        _database?.Dispose();
        _database = null;
    }

    private void Pass()
    {
        try
        {
            _database ??= SqliteDatabase.OpenForCheckpoints(file);
            _database.Checkpoint(raw.SQLITE_CHECKPOINT_PASSIVE);
        }
        catch (SqliteFailure failure)
        {
            LogFailure(failure, file);
            _database?.Dispose();
            _database = null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The write-ahead log of {File} could not be moved into it")]
    private partial void LogFailure(Exception failure, string file);
}
