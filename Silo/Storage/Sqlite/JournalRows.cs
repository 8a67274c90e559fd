namespace LmsActors.Storage.Sqlite;

/// <summary>How the rows of journals are asked for.</summary>
internal static class JournalRows
{
    private const string Columns = "SELECT id, name, format, revision, properties FROM journals";

    public const string Query = $"{Columns} WHERE name = ?1";

    /// <summary>The next rows by name: after ?1, from ?2 on.</summary>
    public const string Page = $"{Columns} WHERE name > ?1 AND name >= ?2 ORDER BY name LIMIT ?3";

    public static JournalRow? Find(SqliteStatement statement, string name)
    {
        if (!statement.Bind(1, name).Step())
            return null;
        var row = Of(statement);
        statement.Reset();
        return row;
    }

    public static JournalRow Of(SqliteStatement row) =>
        new(row.Int64(0), row.Text(1)!, row.Text(2), row.Int64(3), row.Text(4)!);
}
