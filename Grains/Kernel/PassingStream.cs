namespace LmsActors.Kernel;

/// <summary>
/// A live stream that is no log: its own numbers, and the last events to resume from. It begins anew, with another epoch, when its actor
/// does; then clients start from a snapshot.
/// </summary>
internal sealed class PassingStream(TimeProvider time)
{
    private const int Kept = 128;

    private readonly Queue<LiveEvent> _tail = new();
    private readonly List<LiveEvent> _unsent = [];
    private DateTimeOffset _readUntil;
    private long _epoch = NewEpoch(time);
    private long _before;
    private long _sequence;

    public LiveSubscribers Subscribers { get; } = new(time);

    public StreamPosition Position => new(_epoch, _sequence);

    /// <summary>Somebody watches, or has read the stream within the time of a lease and may come back to resume.</summary>
    public bool IsWatched => !Subscribers.IsEmpty || time.GetUtcNow() < _readUntil;

    public void Touch() => _readUntil = time.GetUtcNow() + LiveLease.Duration;

    /// <summary>The events after this position; null when they are no longer, or not yet, at hand.</summary>
    public List<LiveEvent>? After(StreamPosition position) =>
        position.Epoch == _epoch && position.Sequence >= _before && position.Sequence <= _sequence
            ? [.. _tail.Where(happened => happened.Sequence > position.Sequence)]
            : null;

    public void Add(string type, byte[] data, string? actorId)
    {
        var happened = new LiveEvent(++_sequence, time.GetUtcNow(), type, data, actorId);
        _unsent.Add(happened);
        _tail.Enqueue(happened);
        if (_tail.Count > Kept)
        {
            _before = _tail.Dequeue().Sequence;
        }
    }

    /// <summary>Sends what was added since the last time.</summary>
    public void Send()
    {
        if (_unsent.Count > 0)
        {
            Subscribers.Publish(new(_epoch, _sequence - _unsent.Count, _sequence, [.. _unsent]));
            _unsent.Clear();
        }
    }

    /// <summary>Events were, or will be, left out: whoever watches must start from a snapshot.</summary>
    public void Break()
    {
        (_epoch, _before, _sequence) = (NewEpoch(time), 0, 0);
        _tail.Clear();
        _unsent.Clear();
        Subscribers.Lose();
    }

    /// <summary>A number that no epoch of this stream had before, small enough for a JSON number.</summary>
    private static long NewEpoch(TimeProvider time) => (time.GetUtcNow().ToUnixTimeMilliseconds() << 10) | Random.Shared.NextInt64(1024);
}
