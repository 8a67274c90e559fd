namespace LmsActors.Storage.Sqlite;

/// <summary>A connection that reads, with its statements.</summary>
internal sealed class JournalReader(SqliteDatabase database) : IDisposable
{
    private readonly SqliteStatement _begin = database.Prepare("BEGIN");
    private readonly SqliteStatement _end = database.Prepare("COMMIT");
    private readonly SqliteStatement _row = database.Prepare(JournalRow.Query);
    private readonly SqliteStatement _page = database.Prepare(JournalRow.Page);

    /// <summary>The chunks of journal ?1: position, entries, data.</summary>
    public SqliteStatement Chunks { get; } = database.Prepare(
        "SELECT position, entries, data FROM chunks WHERE journal = ?1 ORDER BY position");

    /// <summary>Until the end, all is seen as it was at the first look.</summary>
    public void Begin() => _begin.Run();

    public void End() => _end.Run();

    public JournalRow? Find(string name) => JournalRow.Find(_row, name);

    public List<JournalRow> Page(string after, string from, int limit)
    {
        var rows = new List<JournalRow>();
        _page.Bind(1, after).Bind(2, from).Bind(3, limit);
        while (_page.Step())
            rows.Add(JournalRow.Of(_page));
        return rows;
    }

    public void Dispose() => database.Dispose();
}
