namespace LmsActors.Storage.Sqlite;

/// <summary>
/// The tables. Appends land in <c>tail</c> in order of arrival, whichever journal they belong to: a batch writes a few pages
/// side by side instead of one page for each journal. Later they are sorted: <c>chunks</c> holds each journal's bytes in
/// few rows that lie together. A journal is its chunks, then those tail rows whose position is beyond its last chunk.
/// </summary>
internal static class SqliteSchema
{
    private const int Version = 1;

    private const string Tables = """
        CREATE TABLE journals (
            id INTEGER PRIMARY KEY AUTOINCREMENT, -- never used again: a journal that is made anew has another
            name TEXT NOT NULL UNIQUE,
            format TEXT,
            revision INTEGER NOT NULL,            -- of format-free metadata: the ETag
            properties TEXT NOT NULL);
        CREATE TABLE chunks (
            journal INTEGER NOT NULL,
            position INTEGER NOT NULL,            -- of the last write in it
            entries INTEGER NOT NULL,             -- appends in it; 0 for a snapshot
            data BLOB NOT NULL,
            PRIMARY KEY (journal, position)) WITHOUT ROWID;
        CREATE TABLE tail (
            id INTEGER PRIMARY KEY,
            journal INTEGER NOT NULL,
            position INTEGER NOT NULL,
            data BLOB NOT NULL);
        """;

    /// <summary>Makes the tables in an empty database; refuses one that a newer program wrote.</summary>
    public static void Ensure(SqliteDatabase database)
    {
        var query = database.Prepare("PRAGMA user_version");
        query.Step();
        var found = query.Int64(0);
        query.Reset();
        if (found > Version)
            throw new NotSupportedException($"The database was written by a newer version (schema {found}; this one knows {Version}).");
        if (found < Version)
            database.Execute($"BEGIN IMMEDIATE; {Tables} PRAGMA user_version = {Version}; COMMIT");
    }
}
