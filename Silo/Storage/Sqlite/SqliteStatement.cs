using System.Text;
using SQLitePCL;

namespace LmsActors.Storage.Sqlite;

/// <summary>A prepared statement, kept for the life of its connection. Columns count from 0, parameters from 1.</summary>
internal sealed class SqliteStatement(SqliteDatabase database, sqlite3_stmt handle)
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <exception cref="ArgumentException">The text cannot be stored as it is: it holds half a surrogate pair.</exception>
    public static void RequireStorable(string text) => Utf8.GetByteCount(text);

    public SqliteStatement Bind(int parameter, long value)
    {
        database.Check(raw.sqlite3_bind_int64(handle, parameter, value));
        return this;
    }

    public SqliteStatement Bind(int parameter, string? value)
    {
        database.Check(value is null
            ? raw.sqlite3_bind_null(handle, parameter)
            : raw.sqlite3_bind_text(handle, parameter, Utf8.GetBytes(value)));
        return this;
    }

    public SqliteStatement Bind(int parameter, ReadOnlySpan<byte> value)
    {
        database.Check(value.IsEmpty
            ? raw.sqlite3_bind_zeroblob(handle, parameter, 0)
            : raw.sqlite3_bind_blob(handle, parameter, value));
        return this;
    }

    /// <summary>Moves to the next row; at the end, or on an error, the statement is ready for its next use.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(handle);
        if (code == raw.SQLITE_ROW)
            return true;
        if (code == raw.SQLITE_DONE)
        {
            Reset();
            return false;
        }

        var failure = database.Failure(code);
        Reset();
        throw failure;
    }

    /// <summary>Runs a statement that answers no rows.</summary>
    public void Run()
    {
        while (Step())
        {
        }
    }

    public void Reset() => raw.sqlite3_reset(handle);

    public bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;

    public long Int64(int column) => raw.sqlite3_column_int64(handle, column);

    public string? Text(int column) => IsNull(column) ? null : Utf8.GetString(raw.sqlite3_column_blob(handle, column));

    /// <summary>Valid until the next step.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(handle, column);

    internal void Close() => handle.manual_close();
}
