namespace LmsActors.Live;

/// <summary>
/// One stream on this API silo: a single observer of the actor, whatever the number of clients. Between a client's snapshot and
/// the live events nothing is lost or doubled: the last batches are kept, and a client is let in exactly where its snapshot ends.
/// </summary>
internal sealed partial class LiveStream(
    string name, StreamAddress address, IGrainFactory grains, TimeProvider time, ILogger logger, Action onNotAttached) : ILiveObserver
{
    private const int MaxAttempts = 4;
    private static readonly TimeSpan GapLasts = TimeSpan.FromSeconds(1);
    private static readonly Refusal Unavailable = new(
        RefusalKind.Unavailable, "stream.unavailable", "The stream cannot be followed right now. Try again.", TimeSpan.FromSeconds(1));

    private readonly Lock _gate = new();
    private readonly LiveTail _tail = new();
    private readonly LiveFanOut _fanOut = new(name, time, logger);
    private int _revocations;
    private bool _isClosed;

    public string Name => name;

    public StreamAddress Address => address;

    /// <summary>Whether anybody watches here.</summary>
    public bool IsIdle => Watches.Count == 0;

    /// <summary>Whether nobody is let in here any more.</summary>
    public bool IsClosed => Volatile.Read(ref _isClosed);

    /// <summary>Who watches here; another list after each change.</summary>
    public IReadOnlyList<Watch> Watches => _fanOut.Watches;

    private ILiveActor Actor => address.Actor(grains);

    private StreamPosition Position
    {
        get
        {
            lock (_gate)
            {
                return _tail.Position;
            }
        }
    }

    /// <summary>Checks the watcher's right, answers what it missed or a snapshot, and follows from exactly there.</summary>
    public async Task<Result<StreamStart>> WatchAsync(LiveWatcher watcher, StreamPosition? after)
    {
        try
        {
            for (var attempt = 0; attempt < MaxAttempts && !IsClosed; attempt++)
            {
                await EnsureAttachedAsync();
                var revocations = Volatile.Read(ref _revocations);
                var read = await Actor.ReadStreamAsync(name, watcher.Viewer, after);
                if (read.Refusal is not null || Join(watcher, read.Value!, revocations) is { } start && (read = start).IsOk)
                {
                    return read;
                }
            }
        }
        catch (Exception e) when (Outage.IsMeantBy(e))
        {
            logger.LogWarning(e, "The live stream {Stream} could not be followed.", name);
        }

        return Unavailable;
    }

    /// <summary>Whether the client is in.</summary>
    public bool IsWatchedBy(LiveWatcher watcher) => _fanOut.Has(watcher);

    /// <summary>Ends a client's following; when this returns, no more is sent to it.</summary>
    public bool Leave(LiveWatcher watcher) => _fanOut.Remove(watcher);

    public Task OnEventsAsync(LiveBatch batch)
    {
        IReadOnlyList<Watch> behind = [];
        lock (_gate)
        {
            if (_tail.Take(batch) is not { } taken)
            {
                behind = Scatter();
            }
            else if (_tail.IsEarly(batch))
            {
                ScatterLaterIfAsync(() => _tail.IsEarly(batch)).Ignore();
            }
            else
            {
                _fanOut.Post(taken);
            }
        }

        _fanOut.Resync(behind, "gap");
        return Task.CompletedTask;
    }

    public Task OnTickAsync(string type, byte[] data)
    {
        _fanOut.Tick(type, data);
        return Task.CompletedTask;
    }

    /// <summary>Lets the client in where its reading ended. What waits to be sent is in the answer already, and is not sent to it again.</summary>
    private StreamStart? Join(LiveWatcher watcher, StreamStart start, int revocations)
    {
        lock (_gate)
        {
            if (_isClosed || revocations != _revocations)
            {
                return null;
            }

            if (_tail.Since(start.Position) is not { } late)
            {
                _isAttached = start.Position.Epoch == _tail.Position.Epoch && _isAttached;
                return null;
            }

            var through = Math.Max(start.Position.Sequence, _tail.Position.Sequence);
            _fanOut.Add(watcher, through);
            return start with { Position = new(_tail.Position.Epoch, through), Missed = [.. start.Missed, .. late.Where(watcher.Sees)] };
        }
    }

    /// <summary>If what is on its way has not come after a while, it was lost: then everybody has to read again.</summary>
    private async Task ScatterLaterIfAsync(Func<bool> isMissing)
    {
        await Task.Delay(GapLasts, time);
        IReadOnlyList<Watch> behind = [];
        lock (_gate)
        {
            if (isMissing())
            {
                behind = Scatter();
            }
        }

        _fanOut.Resync(behind, "gap");
    }

    private IReadOnlyList<Watch> Scatter()
    {
        _tail.DropEarly();
        (_isAttached, _isUnbroken) = (false, false);
        return _fanOut.RemoveAll();
    }
}
