namespace LmsActors.Live;

/// <summary>
/// The newest batches of one stream, in order and without overlap, and how far they lead: what a client that has just read the stream
/// still lacks. Not safe for threads.
/// </summary>
internal sealed class LiveTail
{
    private const int KeptBatches = 64;
    private const int MaxEarly = 256;

    private readonly Queue<LiveBatch> _recent = new();
    private readonly SortedList<long, LiveBatch> _early = [];

    /// <summary>How far the stream is known here.</summary>
    public StreamPosition Position { get; private set; }

    /// <summary>Takes what has come; answers what may be shown now, or null when there is a gap that nothing will fill.</summary>
    public IReadOnlyList<LiveBatch>? Take(LiveBatch batch)
    {
        if (batch.Epoch != Position.Epoch || _early.Count > MaxEarly)
        {
            return null;
        }

        if (batch.After > Position.Sequence)
        {
            // One-way calls may overtake each other: what comes too early waits for what is still on its way.
            _early[batch.After] = batch;
            return [];
        }

        var taken = new List<LiveBatch>(1);
        Append(batch, taken);
        while (_early.Count > 0 && _early.GetKeyAtIndex(0) <= Position.Sequence)
        {
            var next = _early.GetValueAtIndex(0);
            _early.RemoveAt(0);
            Append(next, taken);
        }

        return taken;
    }

    /// <summary>Whether a batch that came too early still waits for those before it.</summary>
    public bool IsEarly(LiveBatch batch) => _early.GetValueOrDefault(batch.After) == batch;

    /// <summary>Whether <paramref name="position"/> is further on the same way.</summary>
    public bool IsBehind(StreamPosition position) => position.Epoch == Position.Epoch && position.Sequence > Position.Sequence;

    /// <summary>Gives up what waits.</summary>
    public void DropEarly() => _early.Clear();

    /// <summary>Goes on at <paramref name="position"/>; true when that is not where this ended, so that something was missed.</summary>
    public bool JumpTo(StreamPosition position)
    {
        if (position.Epoch == Position.Epoch && !IsBehind(position))
        {
            return false;
        }

        var isFirst = Position == default;
        Position = position;
        _recent.Clear();
        _early.Clear();
        return !isFirst;
    }

    /// <summary>The events after <paramref name="position"/>; null when they are no longer, or not yet, known here.</summary>
    public IEnumerable<LiveEvent>? Since(StreamPosition position)
    {
        var oldest = _recent.TryPeek(out var first) ? first.After : Position.Sequence;
        return position.Epoch != Position.Epoch || position.Sequence < oldest
            ? null
            : _recent.SelectMany(batch => batch.Events).Where(item => item.Sequence > position.Sequence);
    }

    private void Append(LiveBatch batch, List<LiveBatch> taken)
    {
        var known = Position.Sequence;
        if (batch.Through <= known)
        {
            return;
        }

        var fresh = batch.After == known ? batch : batch with { After = known, Events = [.. batch.Events.Where(item => item.Sequence > known)] };
        Position = new(batch.Epoch, batch.Through);
        _recent.Enqueue(fresh);
        if (_recent.Count > KeptBatches)
        {
            _recent.Dequeue();
        }

        taken.Add(fresh);
    }
}
