namespace LmsActors.Live;

/// <summary>One client that watches streams: a hub connection or an HTTP event stream.</summary>
internal abstract class LiveWatcher(Viewer viewer)
{
    /// <summary>Who watches; replaced when blocks change.</summary>
    public Viewer Viewer { get; set; } = viewer;

    /// <summary>
    /// Hands a frame to the transport without waiting. False when the client is so slow that its queue is full: it gets nothing more until it
    /// has caught up, and is then told to resynchronise. Never blocks, never grows memory.
    /// </summary>
    public abstract bool TrySend(LiveFrame frame);

    /// <summary>Whether the viewer may see who did this.</summary>
    public bool Sees(LiveEvent item) => item.ActorId is null || Viewer.Sees(item.ActorId);
}

/// <summary>A watcher's place in one stream, from when it is let in until it ends.</summary>
internal sealed class Watch(LiveWatcher watcher, long through)
{
    private readonly Lock _gate = new();
    private long _through = through;
    private bool _isOver;

    public LiveWatcher Watcher { get; } = watcher;

    /// <summary>Sends, unless it is over. False when the client is too slow.</summary>
    public bool TrySend(LiveFrame frame)
    {
        lock (_gate)
        {
            return _isOver || Watcher.TrySend(frame);
        }
    }

    /// <summary>
    /// Sends what the client lacks and may see of a batch: <paramref name="common"/> if that is all of it. Only one fan-out calls this at a time.
    /// </summary>
    public bool TrySend(string stream, LiveBatch batch, LiveFrame common)
    {
        if (_through >= batch.Through)
        {
            return true;
        }

        var isCommon = _through <= batch.After && Watcher.Viewer.Hidden.IsEmpty;
        var frame = isCommon ? common : LiveFrames.Events(
            stream, batch with { Events = [.. batch.Events.Where(item => item.Sequence > _through && Watcher.Sees(item))] });
        _through = batch.Through;
        return TrySend(frame);
    }

    /// <summary>From the return of this call on nothing more is sent through it, whoever is sending now.</summary>
    public void End()
    {
        lock (_gate)
        {
            _isOver = true;
        }
    }
}
