namespace LmsActors.Live;

/// <summary>
/// Who watches one stream here, and what is to be sent to them. One fan-out is under way at a time; what comes meanwhile goes out together
/// with the next, in one frame. After a fan-out the stream rests for as long as that took, so that it spends half of its time on sending
/// at most, and has the more to send at once the busier the server is. A stream that is at rest sends at once.
/// </summary>
internal sealed class LiveFanOut(string stream, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan MinRest = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan MaxRest = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly Dictionary<LiveWatcher, Watch> _watches = [];
    private Dictionary<string, byte[]> _ticks = [];
    private List<LiveBatch> _batches = [];
    private Watch[]? _all = [];
    private bool _isSending;
    private long _ended;
    private TimeSpan _rest;

    /// <summary>Who watches; another list after each change.</summary>
    public IReadOnlyList<Watch> Watches
    {
        get
        {
            lock (_gate)
            {
                return All();
            }
        }
    }

    /// <summary>Whether the watcher is in.</summary>
    public bool Has(LiveWatcher watcher)
    {
        lock (_gate)
        {
            return _watches.ContainsKey(watcher);
        }
    }

    /// <summary>Lets a watcher in that has everything up to <paramref name="through"/>.</summary>
    public void Add(LiveWatcher watcher, long through)
    {
        lock (_gate)
        {
            Drop(watcher);
            _watches[watcher] = new(watcher, through);
            _all = null;
        }
    }

    /// <summary>Nothing of this stream is sent to the watcher any more, not even by a fan-out that is under way. False when it was not here.</summary>
    public bool Remove(LiveWatcher watcher)
    {
        lock (_gate)
        {
            return Drop(watcher);
        }
    }

    /// <summary>Lets go of all watchers, and of what was to be sent to them.</summary>
    public IReadOnlyList<Watch> RemoveAll()
    {
        lock (_gate)
        {
            var all = All();
            _watches.Clear();
            _batches.Clear();
            _all = [];
            foreach (var watch in all)
            {
                watch.End();
            }

            return all;
        }
    }

    /// <summary>Sends batches that follow the last one.</summary>
    public void Post(IReadOnlyList<LiveBatch> batches)
    {
        lock (_gate)
        {
            _batches.AddRange(batches);
            Start();
        }
    }

    /// <summary>Sends a tick; of those of one type that wait, the newest says all.</summary>
    public void Tick(string type, byte[] data)
    {
        lock (_gate)
        {
            _ticks[type] = data;
            Start();
        }
    }

    private void Start()
    {
        if (!_isSending)
        {
            _isSending = true;
            ThreadPool.UnsafeQueueUserWorkItem(static me => me.RunAsync().Ignore(), this, preferLocal: false);
        }
    }

    private async Task RunAsync()
    {
        while (HasMore())
        {
            var rest = _rest - time.GetElapsedTime(_ended);
            if (rest >= MinRest)
            {
                await Task.Delay(rest, time);
            }

            var begun = time.GetTimestamp();
            await SendAsync(TakeRound());
            _ended = time.GetTimestamp();
            _rest = TimeSpan.FromTicks(Math.Min(time.GetElapsedTime(begun, _ended).Ticks, MaxRest.Ticks));
        }
    }

    private bool HasMore()
    {
        lock (_gate)
        {
            return _isSending = _batches.Count > 0 || _ticks.Count > 0;
        }
    }

    private LiveRound TakeRound()
    {
        lock (_gate)
        {
            var round = new LiveRound(_batches, _ticks, All());
            (_batches, _ticks) = ([], []);
            return round;
        }
    }

    private async Task SendAsync(LiveRound round)
    {
        try
        {
            await round.SendAsync(stream, LetGo);
        }
        catch (Exception e)
        {
            logger.LogError(e, "Events of {Stream} could not be sent; those who watch it read it again.", stream);
            Resync(RemoveAll(), "gap");
        }
    }

    /// <summary>Who cannot keep up is told to resynchronise when its transport has drained (HubWatcher), not now.</summary>
    private void LetGo(Watch watch)
    {
        lock (_gate)
        {
            // The watcher may have come back meanwhile, with another watch.
            if (_watches.GetValueOrDefault(watch.Watcher) == watch)
            {
                Drop(watch.Watcher);
            }
        }
    }

    /// <summary>Tells those who were let go that they must read the stream again.</summary>
    public void Resync(IReadOnlyList<Watch> watches, string reason)
    {
        if (watches.Count == 0)
        {
            return;
        }

        LiveMetrics.Resync(watches.Count, reason);
        var frame = LiveFrames.Resync(stream, reason);
        foreach (var watch in watches)
        {
            watch.Watcher.TrySend(frame);
        }
    }

    private bool Drop(LiveWatcher watcher)
    {
        if (!_watches.Remove(watcher, out var watch))
        {
            return false;
        }

        watch.End();
        _all = null;
        return true;
    }

    private Watch[] All() => _all ??= [.. _watches.Values];
}
