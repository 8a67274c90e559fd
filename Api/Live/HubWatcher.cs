using System.Collections.Concurrent;
using System.Security.Claims;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Protocol;

namespace LmsActors.Live;

/// <summary>
/// A hub connection. SignalR queues writes to a stalled client without bound, so writes under way are counted: past the limit the
/// connection is cut off from its streams, and told to resynchronise them once its transport has drained.
/// </summary>
internal sealed class HubWatcher(HubConnectionContext connection, Viewer viewer, Action<HubWatcher> drained) : LiveWatcher(viewer)
{
    /// <summary>How many frames may wait for one client's transport (beyond what its 64 KiB buffer holds).</summary>
    public const int MaxPending = 64;

    private readonly ConcurrentDictionary<string, LiveStream> _streams = new();
    private int _pending;
    private int _isLagging;
    private bool _isClosed;

    /// <summary>The identity that the connection was opened with.</summary>
    public ClaimsPrincipal User => connection.User;

    /// <summary>How many streams this connection watches.</summary>
    public int WatchedCount => _streams.Count;

    public LiveStream[] Watched() => [.. _streams.Values];

    public bool IsWatching(string stream) => _streams.ContainsKey(stream);

    /// <summary>Notes that this is let in to the stream; false when it was let go of meanwhile.</summary>
    public bool Watch(LiveStream stream)
    {
        _streams[stream.Name] = stream;
        if (Volatile.Read(ref _isClosed))
        {
            stream.Leave(this);
            return true;
        }

        return stream.IsWatchedBy(this);
    }

    public void Unwatch(string stream)
    {
        if (_streams.TryRemove(stream, out var watched))
        {
            watched.Leave(this);
        }
    }

    /// <summary>The connection has ended: leaves what it watches, and what a call that is still under way makes it watch.</summary>
    public void Close()
    {
        Interlocked.Exchange(ref _isClosed, true);
        foreach (var stream in _streams.Values)
        {
            stream.Leave(this);
        }
    }

    /// <summary>Asks the client to connect again, which it does to another process.</summary>
    public void SendAway() => _ = AwaitAsync(connection.WriteAsync(new CloseMessage(error: null, allowReconnect: true), CancellationToken.None));

    /// <summary>Ends the connection.</summary>
    public void Abort() => connection.Abort();

    public override bool TrySend(LiveFrame frame)
    {
        if (Volatile.Read(ref _isLagging) == 1)
        {
            return false;
        }

        var write = connection.WriteAsync(frame.Message, CancellationToken.None);
        if (write.IsCompletedSuccessfully)
        {
            return true;
        }

        var pending = Interlocked.Increment(ref _pending);
        if (pending > MaxPending)
        {
            // Before this write can be seen to end: who ends the last one finds it.
            Volatile.Write(ref _isLagging, 1);
        }

        _ = FinishAsync(write);
        return pending <= MaxPending;
    }

    private async Task FinishAsync(ValueTask write)
    {
        await AwaitAsync(write);
        if (Interlocked.Decrement(ref _pending) == 0 && Interlocked.Exchange(ref _isLagging, 0) == 1)
        {
            // Not here, where whoever sends may hold locks of the streams that this leaves.
            ThreadPool.UnsafeQueueUserWorkItem(drained, this, preferLocal: false);
        }
    }

    private static async Task AwaitAsync(ValueTask write)
    {
        try
        {
            await write;
        }
        catch (Exception)
        {
            // The connection is going away; SignalR says so through OnDisconnectedAsync.
        }
    }
}
