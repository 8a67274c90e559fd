using Npgsql;

namespace LmsActors.Storage.Postgres;

/// <summary>Rows of journals as they come, and values as they go.</summary>
internal static class PostgresRows
{
    public const string Columns = "SELECT id, name, format, revision, properties, position, snapshot FROM lmsactors.journals";

    public static JournalRow Row(NpgsqlDataReader row) =>
        new(row.GetInt64(0), row.GetString(1), row.IsDBNull(2) ? null : row.GetString(2), row.GetInt64(3), row.GetString(4));

    public static StoredJournal Journal(NpgsqlDataReader row) => new(Row(row), row.GetInt64(5), row.GetInt64(6));

    /// <summary>A statement with its values in order, each an array.</summary>
    public static void Add(this NpgsqlBatch batch, string sql, params Array[] values)
    {
        var command = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        batch.BatchCommands.Add(command);
    }
}
