namespace LmsActors.Storage.Sqlite;

/// <summary>The statements of the writer thread, prepared once.</summary>
internal sealed class JournalTables(SqliteDatabase database)
{
    private const string Tail = "SELECT id, journal, position, data FROM tail ORDER BY id";

    private readonly SqliteStatement _insertJournal = database.Prepare(
        "INSERT INTO journals (name, format, revision, properties) VALUES (?1, ?2, 1, ?3)");

    private readonly SqliteStatement _stampFormat = database.Prepare("UPDATE journals SET format = ?2 WHERE id = ?1 AND format IS NOT ?2");

    private readonly SqliteStatement _updateProperties = database.Prepare(
        "UPDATE journals SET revision = revision + 1, properties = ?2 WHERE id = ?1");

    private readonly SqliteStatement _deleteJournal = database.Prepare("DELETE FROM journals WHERE id = ?1");
    private readonly SqliteStatement _deleteChunks = database.Prepare("DELETE FROM chunks WHERE journal = ?1");
    private readonly SqliteStatement _insertChunk = database.Prepare("INSERT INTO chunks VALUES (?1, ?2, ?3, ?4)");
    private readonly SqliteStatement _insertTail = database.Prepare("INSERT INTO tail VALUES (?1, ?2, ?3, ?4)");
    private readonly SqliteStatement _deleteTail = database.Prepare("DELETE FROM tail WHERE id BETWEEN ?1 AND ?2");
    private readonly SqliteStatement _readTail = database.Prepare(Tail);
    private readonly SqliteStatement _findName = database.Prepare("SELECT name FROM journals WHERE id = ?1");

    private readonly SqliteStatement _findVersion = database.Prepare("""
        SELECT id, (SELECT max(position) FROM chunks WHERE journal = id) FROM journals WHERE name = ?1
        """);

    private readonly SqliteStatement _findRow = database.Prepare(JournalRows.Query);

    public long InsertJournal(string name, string format, string properties)
    {
        _insertJournal.Bind(1, name).Bind(2, format).Bind(3, properties).Run();
        return database.LastInsertedId;
    }

    public void StampFormat(long journal, string format) => _stampFormat.Bind(1, journal).Bind(2, format).Run();

    public void UpdateProperties(long journal, string properties) => _updateProperties.Bind(1, journal).Bind(2, properties).Run();

    public void DeleteJournal(long journal)
    {
        DeleteChunks(journal);
        _deleteJournal.Bind(1, journal).Run();
    }

    public void DeleteChunks(long journal) => _deleteChunks.Bind(1, journal).Run();

    public void InsertChunk(JournalVersion version, long entries, ReadOnlySpan<byte> data) =>
        _insertChunk.Bind(1, version.Journal).Bind(2, version.Position).Bind(3, entries).Bind(4, data).Run();

    public void InsertTail(long id, JournalVersion version, ReadOnlySpan<byte> data) =>
        _insertTail.Bind(1, id).Bind(2, version.Journal).Bind(3, version.Position).Bind(4, data).Run();

    public void DeleteTail(long from, long through) => _deleteTail.Bind(1, from).Bind(2, through).Run();

    public JournalRow? FindRow(string name) => JournalRows.Find(_findRow, name);

    /// <summary>Where a journal stands by its chunks alone.</summary>
    public JournalVersion FindVersion(string name)
    {
        if (!_findVersion.Bind(1, name).Step())
            return default;
        var version = new JournalVersion(_findVersion.Int64(0), _findVersion.Int64(1));
        _findVersion.Reset();
        return version;
    }

    /// <summary>The name of a journal; null when it was deleted.</summary>
    public string? FindName(long journal)
    {
        if (!_findName.Bind(1, journal).Step())
            return null;
        var name = _findName.Text(0);
        _findName.Reset();
        return name;
    }

    /// <summary>What another connection sees of the tail, in the order of arrival.</summary>
    public static IEnumerable<(long Journal, TailEntry Entry)> ReadTail(SqliteDatabase reader)
    {
        var row = reader.Prepare(Tail);
        while (row.Step())
            yield return (row.Int64(1), new(row.Int64(2), row.Blob(3).ToArray()));
    }

    /// <summary>The rows of the tail in the order of their arrival.</summary>
    public IEnumerable<(long Id, JournalVersion Version, byte[] Data)> ReadTail()
    {
        while (_readTail.Step())
            yield return (_readTail.Int64(0), new(_readTail.Int64(1), _readTail.Int64(2)), _readTail.Blob(3).ToArray());
    }
}
