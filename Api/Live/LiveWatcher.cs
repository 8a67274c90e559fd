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
}

/// <summary>A watcher's place in one stream.</summary>
internal sealed class Watch(LiveWatcher watcher, long through)
{
    public LiveWatcher Watcher { get; } = watcher;

    /// <summary>The number of the last event that the client has or was sent.</summary>
    public long Through { get; set; } = through;
}
