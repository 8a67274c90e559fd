namespace LmsActors.Storage.Sqlite;

/// <summary>An error that SQLite answered; never leaves the store.</summary>
internal sealed class SqliteFailure(int code, string message) : Exception($"{message} ({code})")
{
    /// <summary>SQLite's extended result code.</summary>
    public int Code { get; } = code;
}
