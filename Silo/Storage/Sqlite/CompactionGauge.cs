namespace LmsActors.Storage.Sqlite;

/// <summary>Counts what was appended to a journal since its last snapshot.</summary>
internal sealed class CompactionGauge(SqliteStorageOptions options)
{
    private long _entries;
    private long _bytes;
    private long _snapshotBytes;

    /// <summary>
    /// Whether a new snapshot pays: after so many entries or bytes, and never before half the last snapshot's size was
    /// appended, so that each byte of a large journal is rewritten a bounded number of times.
    /// </summary>
    public bool IsDue
    {
        get
        {
            var scale = Math.Max(1.0, Interlocked.Read(ref _snapshotBytes) / 2.0 / options.CompactAfterBytes);
            return Interlocked.Read(ref _entries) >= options.CompactAfterEntries * scale
                || Interlocked.Read(ref _bytes) >= options.CompactAfterBytes * scale;
        }
    }

    public void Appended(long entries, long bytes)
    {
        Interlocked.Add(ref _entries, entries);
        Interlocked.Add(ref _bytes, bytes);
    }

    public void Replaced(long snapshotBytes)
    {
        Interlocked.Exchange(ref _snapshotBytes, snapshotBytes);
        Interlocked.Exchange(ref _entries, 0);
        Interlocked.Exchange(ref _bytes, 0);
    }
}
