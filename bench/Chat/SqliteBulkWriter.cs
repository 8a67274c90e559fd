using System.Diagnostics;
using Microsoft.Data.Sqlite;

namespace LmsActors.Bench;

/// <summary>The peer of durable posts: SQLite and nothing else, on the same disk, as durable, one thread, one prepared insert.</summary>
internal static class SqliteBulkWriter
{
    /// <summary>Rows per second.</summary>
    /// <param name="folder">Where the database goes.</param>
    /// <param name="rows">How many rows are written.</param>
    /// <param name="bytes">How large each is.</param>
    /// <param name="batch">How many share a transaction.</param>
    public static double Run(string folder, int rows, int bytes, int batch)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, $"bulk-{Stopwatch.GetTimestamp()}.db")};Pooling=False");
        connection.Open();
        Execute(connection, "PRAGMA journal_mode=WAL");
        Execute(connection, "PRAGMA synchronous=FULL");
        Execute(connection, "CREATE TABLE entry (id INTEGER PRIMARY KEY, data BLOB NOT NULL)");
        using var insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO entry (data) VALUES ($data)";
        var payload = new byte[bytes];
        new Random(1).NextBytes(payload);
        insert.Parameters.AddWithValue("$data", payload);
        var start = Stopwatch.GetTimestamp();
        for (var written = 0; written < rows; written += batch)
        {
            using var transaction = connection.BeginTransaction();
            insert.Transaction = transaction;
            for (var i = 0; i < batch; i++)
            {
                insert.ExecuteNonQuery();
            }

            transaction.Commit();
        }

        return rows / Stopwatch.GetElapsedTime(start).TotalSeconds;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
