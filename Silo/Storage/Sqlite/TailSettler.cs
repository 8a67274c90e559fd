namespace LmsActors.Storage.Sqlite;

/// <summary>
/// Sorts the tail into the chunks when it has grown large. It does so in small steps, each within the transaction of a batch,
/// so that no caller waits long: first every journal's appends are moved, then the rows are taken off the tail.
/// </summary>
internal sealed class TailSettler(JournalLog log, long limit)
{
    private const long BytesAStep = 1 << 20;
    private const int ChunksAStep = 64;
    private const int RowsAStep = 2000;

    private readonly Queue<JournalHead> _heads = [];
    private TailExtent? _cycle; // the tail that the cycle sorts away

    public bool IsWorking => _cycle is not null;

    public void Step()
    {
        if (_cycle is null && log.CommittedTail.Bytes > limit)
            Begin();
        if (_cycle is not { } cycle)
            return;
        // Twice the limit: what arrives is faster than what is sorted, so each batch takes a larger share.
        var share = log.CommittedTail.Bytes > 2 * limit ? 8 : 1;
        if (_heads.Count > 0)
            Move(share);
        else if (log.DeleteTail(cycle.Last, RowsAStep * share))
            End(cycle);
    }

    /// <summary>Sorts away what there is, however little, with the next steps.</summary>
    public void Hurry()
    {
        if (_cycle is null && log.CommittedTail.Last >= log.CommittedTail.First)
            Begin();
    }

    /// <summary>The transaction of the last steps was rolled back: the cycle begins anew.</summary>
    public void Abandon()
    {
        _heads.Clear();
        _cycle = null;
    }

    private void Begin()
    {
        _cycle = log.CommittedTail;
        foreach (var head in log.Heads.WithTail)
            _heads.Enqueue(head);
    }

    private void Move(int share)
    {
        var bytes = 0L;
        for (var chunk = 0; chunk < ChunksAStep * share && bytes < BytesAStep * share && _heads.TryPeek(out var head); chunk++)
        {
            var moved = log.Settle(head, BytesAStep);
            bytes += moved;
            if (moved == 0)
                _heads.Dequeue();
        }
    }

    private void End(TailExtent cycle)
    {
        log.ReleaseTail(cycle.Bytes);
        log.Heads.Trim();
        _cycle = null;
    }
}
