using SQLitePCL;

namespace LmsActors.Storage.Sqlite;

/// <summary>
/// One connection, by SQLite's own interface: an append costs no allocation. One thread at a time may use it.
/// </summary>
internal sealed class SqliteDatabase : IDisposable
{
    /// <summary>How long to wait for another connection that has what this one wants.</summary>
    public const int BusyMilliseconds = 5000;

    private readonly sqlite3 _handle;
    private readonly List<SqliteStatement> _statements = [];

    static SqliteDatabase() => Batteries_V2.Init();

    private SqliteDatabase(string file, int flags)
    {
        var code = raw.sqlite3_open_v2(file, out _handle, flags | raw.SQLITE_OPEN_NOMUTEX, null);
        if (code != raw.SQLITE_OK)
        {
            var failure = Failure(code);
            Dispose();
            throw failure;
        }

        raw.sqlite3_extended_result_codes(_handle, 1);
        raw.sqlite3_busy_timeout(_handle, BusyMilliseconds);
    }

    /// <summary>Whether a transaction is open; SQLite ends one by itself after some errors.</summary>
    public bool InTransaction => raw.sqlite3_get_autocommit(_handle) == 0;

    public long LastInsertedId => raw.sqlite3_last_insert_rowid(_handle);

    public static SqliteDatabase OpenForWriting(string file, bool create) =>
        Opened(new SqliteDatabase(file, raw.SQLITE_OPEN_READWRITE | (create ? raw.SQLITE_OPEN_CREATE : 0)), """
            PRAGMA journal_mode = WAL;
            PRAGMA synchronous = FULL;
            PRAGMA wal_autocheckpoint = 0;
            PRAGMA cache_size = -32768;
            PRAGMA temp_store = MEMORY;
            """);

    public static SqliteDatabase OpenForReading(string file) =>
        Opened(new SqliteDatabase(file, raw.SQLITE_OPEN_READWRITE), "PRAGMA query_only = ON; PRAGMA cache_size = -4096;");

    public static SqliteDatabase OpenForCheckpoints(string file) =>
        Opened(new SqliteDatabase(file, raw.SQLITE_OPEN_READWRITE), "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0;");

    public void Execute(string sql) => Check(raw.sqlite3_exec(_handle, sql));

    public SqliteStatement Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v2(_handle, sql, out var statement));
        var prepared = new SqliteStatement(this, statement);
        _statements.Add(prepared);
        return prepared;
    }

    /// <summary>Moves committed pages from the write-ahead log into the database. Answers (pages in the log, pages moved).</summary>
    public (int Logged, int Moved) Checkpoint(int mode)
    {
        var code = raw.sqlite3_wal_checkpoint_v2(_handle, "main", mode, out var logged, out var moved);
        if (code != raw.SQLITE_BUSY)
            Check(code);
        return (logged, moved);
    }

    public void Dispose()
    {
        foreach (var statement in _statements)
            statement.Close();
        _statements.Clear();
        raw.sqlite3_close_v2(_handle);
    }

    internal void Check(int code)
    {
        if (code != raw.SQLITE_OK)
            throw Failure(code);
    }

    internal SqliteFailure Failure(int code) =>
        new(code, _handle is null or { IsInvalid: true } ? "cannot open" : raw.sqlite3_errmsg(_handle).utf8_to_string());

    private static SqliteDatabase Opened(SqliteDatabase database, string settings)
    {
        try
        {
            database.Execute(settings);
            return database;
        }
        catch
        {
            database.Dispose();
            throw;
        }
    }
}
