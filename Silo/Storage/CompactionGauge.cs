namespace LmsActors.Storage;

/// <summary>Counts what was appended to a journal since its last snapshot.</summary>
/// <param name="mostEntries">So many entries make a snapshot due, however large the last one is.</param>
/// <param name="isAsked">Whether somebody wants a snapshot now, whatever was appended.</param>
internal sealed class CompactionGauge(long afterEntries, long afterBytes, long mostEntries = long.MaxValue, Func<bool>? isAsked = null)
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
            if (isAsked?.Invoke() == true)
                return true;
            var scale = Math.Max(1.0, Interlocked.Read(ref _snapshotBytes) / 2.0 / afterBytes);
            return Interlocked.Read(ref _entries) >= Math.Min(mostEntries, afterEntries * scale)
                || Interlocked.Read(ref _bytes) >= afterBytes * scale;
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
