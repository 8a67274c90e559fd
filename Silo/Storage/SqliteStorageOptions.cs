using LmsActors.Storage.Sqlite;

namespace LmsActors.Storage;

/// <summary>Where and how the embedded storage keeps its journals.</summary>
public sealed class SqliteStorageOptions
{
    /// <summary>The folder of the database file <c>lmsactors.db</c>; made when it does not exist.</summary>
    public string Path { get; set; } = "data";

    /// <summary>Appends since the last snapshot after which a journal asks to be compacted.</summary>
    public long CompactAfterEntries { get; set; } = 10_000;

    /// <summary>
    /// Bytes appended since the last snapshot after which a journal asks to be compacted. A journal whose snapshot is larger
    /// than twice this waits for half its snapshot's size, so that each byte is rewritten a bounded number of times.
    /// </summary>
    public long CompactAfterBytes { get; set; } = 4 << 20;

    /// <summary>Bytes of recent appends that are held in memory, and in arrival order on disk, before they are sorted by journal.</summary>
    public long TailBytes { get; set; } = 32 << 20;

    /// <summary>Called on the writer thread at each step of a batch; what it throws is what the disk would have.</summary>
    internal Action<StorageStep, SqliteDatabase>? Probe { get; set; }
}
