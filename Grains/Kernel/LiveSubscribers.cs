namespace LmsActors.Kernel;

/// <summary>
/// The API silos that watch one stream of an actor: soft state, each kept for a lease. One message goes to each silo per batch of
/// events, however many clients the silo has.
/// </summary>
internal sealed class LiveSubscribers(TimeProvider time)
{
    private readonly Dictionary<ILiveObserver, DateTimeOffset> _leases = [];
    private DateTimeOffset _nextExpiry = DateTimeOffset.MaxValue;

    public bool IsEmpty => _leases.Count == 0;

    public void Attach(ILiveObserver observer)
    {
        var until = time.GetUtcNow() + LiveLease.Duration;
        _leases[observer] = until;
        _nextExpiry = until < _nextExpiry ? until : _nextExpiry;
    }

    public void Detach(ILiveObserver observer) => _leases.Remove(observer);

    public void Publish(LiveBatch batch) => Send(observer => observer.OnEventsAsync(batch));

    public void Tick(string type, byte[] data) => Send(observer => observer.OnTickAsync(type, data));

    public void Revoke(IReadOnlyList<string>? learnerIds) => Send(observer => observer.OnRevokedAsync(learnerIds));

    /// <summary>The actor goes away: observers must attach to its next activation.</summary>
    public void Lose()
    {
        Send(observer => observer.OnLostAsync());
        _leases.Clear();
    }

    private void Send(Func<ILiveObserver, Task> call)
    {
        if (_leases.Count == 0)
        {
            return;
        }

        Expire();
        foreach (var observer in _leases.Keys)
        {
            // One-way: the task ends when the message is handed to the network. A dead silo's lease runs out by itself.
            call(observer).Ignore();
        }
    }

    /// <summary>Forgets observers whose lease has run out; done by itself before each message.</summary>
    public void Expire()
    {
        var now = time.GetUtcNow();
        if (now < _nextExpiry)
        {
            return;
        }

        foreach (var (observer, until) in _leases.ToArray())
        {
            if (until <= now)
            {
                _leases.Remove(observer);
            }
        }

        _nextExpiry = _leases.Count == 0 ? DateTimeOffset.MaxValue : _leases.Values.Min();
    }
}
