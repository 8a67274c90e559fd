namespace LmsActors.Storage.Sqlite;

/// <summary>A connection that reads, with its statements.</summary>
internal sealed class JournalReader(SqliteDatabase database) : IDisposable
{
    private readonly SqliteStatement _begin = database.Prepare("BEGIN");
    private readonly SqliteStatement _end = database.Prepare("COMMIT");
    private readonly SqliteStatement _row = database.Prepare(JournalRows.Query);
    private readonly SqliteStatement _page = database.Prepare(JournalRows.Page);

    /// <summary>The chunks of journal ?1: position, entries, data.</summary>
    public SqliteStatement Chunks { get; } = database.Prepare(
        "SELECT position, entries, data FROM chunks WHERE journal = ?1 ORDER BY position");

    /// <summary>What begins first has no end: whatever is read later is seen as it was then.</summary>
    public bool KeepsMoment { get; init; }

    /// <summary>Until the end, all is seen as it was at the first look.</summary>
    public void Begin()
    {
        if (!KeepsMoment || !database.InTransaction)
            _begin.Run();
    }

    public void End()
    {
        if (!KeepsMoment)
            _end.Run();
    }

    public JournalRow? Find(string name) => JournalRows.Find(_row, name);

    public List<JournalRow> Page(string after, string from, int limit)
    {
        var rows = new List<JournalRow>();
        _page.Bind(1, after).Bind(2, from).Bind(3, limit);
        while (_page.Step())
            rows.Add(JournalRows.Of(_page));
        return rows;
    }

    public void Dispose() => database.Dispose();
}
