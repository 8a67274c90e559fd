namespace LmsActors.Live;

/// <summary>
/// One stream on this API silo: a single observer of the actor, whatever the number of clients. Between a client's snapshot and
/// the live events nothing is lost or doubled: the last batches are kept, and a client is let in exactly where its snapshot ends.
/// </summary>
internal sealed class LiveStream(string name, StreamAddress address, IGrainFactory grains, TimeProvider time, ILogger logger) : ILiveObserver
{
    private const int KeptBatches = 64;
    private const int MaxAttempts = 4;
    private const int MaxEarly = 256;
    private static readonly TimeSpan GapLasts = TimeSpan.FromSeconds(1);
    private static readonly Refusal Unavailable = new(
        RefusalKind.Unavailable, "stream.unavailable", "The stream cannot be followed right now. Try again.", TimeSpan.FromSeconds(1));

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _attaching = new(1, 1);
    private readonly Dictionary<LiveWatcher, Watch> _watches = [];
    private readonly Queue<LiveBatch> _recent = new();
    private readonly SortedList<long, LiveBatch> _early = [];
    private Watch[] _all = [];
    private ILiveObserver? _reference;
    private StreamPosition _position;
    private bool _isAttached;

    public string Name => name;

    public StreamAddress Address => address;

    /// <summary>Whether anybody watches here.</summary>
    public bool IsIdle => _all.Length == 0;

    /// <summary>Who watches here; another list after each change.</summary>
    public IReadOnlyList<Watch> Watches => _all;

    /// <summary>How the actor knows this silo; null until it is attached.</summary>
    public ILiveObserver? Reference => _reference;

    private ILiveActor Actor => address.Actor(grains);

    /// <summary>Checks the watcher's right, answers what it missed or a snapshot, and follows from exactly there.</summary>
    public async Task<Result<StreamStart>> WatchAsync(LiveWatcher watcher, StreamPosition? after)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            await EnsureAttachedAsync();
            var read = await Actor.ReadStreamAsync(name, watcher.Viewer, after);
            if (read.Refusal is not null || Join(watcher, read.Value!) is { } start && (read = start).IsOk)
            {
                return read;
            }
        }

        return Unavailable;
    }

    public bool Leave(LiveWatcher watcher)
    {
        lock (_gate)
        {
            var was = _watches.Remove(watcher);
            _all = was ? [.. _watches.Values] : _all;
            return was;
        }
    }

    public Task OnEventsAsync(LiveBatch batch)
    {
        Watch[] behind = [];
        lock (_gate)
        {
            if (batch.Epoch != _position.Epoch || _early.Count > MaxEarly)
            {
                behind = Scatter();
            }
            else if (batch.After > _position.Sequence)
            {
                // One-way calls may overtake each other: what comes too early waits for what is still on its way.
                _early[batch.After] = batch;
                ScatterUnlessFilledAsync(batch.After).Ignore();
            }
            else
            {
                Advance(batch);
            }
        }

        Resync(behind, "gap");
        return Task.CompletedTask;
    }

    public Task OnTickAsync(string type, byte[] data)
    {
        var frame = LiveFrames.Tick(name, type, data);
        foreach (var watch in _all)
        {
            watch.Watcher.TrySend(LiveTicks.For(watch.Watcher.Viewer, frame, name, type, data));
        }

        return Task.CompletedTask;
    }

    public async Task OnRevokedAsync(IReadOnlyList<string>? learnerIds)
    {
        var affected = _all.Where(watch => learnerIds is null || learnerIds.Contains(watch.Watcher.Viewer.LearnerId)).ToList();
        foreach (var chunk in affected.Chunk(256))
        {
            await Task.WhenAll(chunk.Select(watch => CheckAgainAsync(watch)));
        }
    }

    public async Task OnLostAsync()
    {
        _isAttached = false;
        await RenewAsync();
    }

    /// <summary>Takes the stream away from those for whom <paramref name="isRefused"/>.</summary>
    public void Revoke(Func<Viewer, bool> isRefused, Refusal refusal)
    {
        foreach (var watch in _all.Where(watch => isRefused(watch.Watcher.Viewer)))
        {
            Revoke(watch.Watcher, refusal);
        }
    }

    /// <summary>Renews the lease; finds out whether the actor went on without us.</summary>
    public async Task RenewAsync()
    {
        try
        {
            _isAttached = false;
            await EnsureAttachedAsync();
        }
        catch (Exception e)
        {
            logger.LogWarning(e, "The live stream {Stream} could not be attached; it will be tried again.", name);
        }
    }

    public async Task CloseAsync()
    {
        if (_reference is { } reference)
        {
            await Actor.DetachAsync(name, reference);
            grains.DeleteObjectReference<ILiveObserver>(reference);
        }
    }

    private async Task EnsureAttachedAsync()
    {
        if (_isAttached)
        {
            return;
        }

        await _attaching.WaitAsync();
        try
        {
            if (_isAttached)
            {
                return;
            }

            _reference ??= grains.CreateObjectReference<ILiveObserver>(this);
            Follow(await Actor.AttachAsync(name, _reference));
            _isAttached = true;
        }
        finally
        {
            _attaching.Release();
        }
    }

    /// <summary>From <paramref name="position"/> on the actor sends us its events; if that is not where we are, watchers missed some.</summary>
    private void Follow(StreamPosition position)
    {
        Watch[] behind = [];
        lock (_gate)
        {
            if (position.Epoch != _position.Epoch || position.Sequence > _position.Sequence)
            {
                behind = _position == default ? [] : Scatter();
                _position = position;
                _recent.Clear();
                _early.Clear();
            }
        }

        Resync(behind, "gap");
    }

    private StreamStart? Join(LiveWatcher watcher, StreamStart start)
    {
        lock (_gate)
        {
            var oldest = _recent.TryPeek(out var first) ? first.After : _position.Sequence;
            if (start.Position.Epoch != _position.Epoch || start.Position.Sequence < oldest)
            {
                _isAttached = start.Position.Epoch == _position.Epoch && _isAttached;
                return null;
            }

            var late = _recent
                .SelectMany(batch => batch.Events)
                .Where(item => item.Sequence > start.Position.Sequence && Shows(item, watcher.Viewer));
            var through = Math.Max(start.Position.Sequence, _position.Sequence);
            _watches[watcher] = new(watcher, through);
            _all = [.. _watches.Values];
            return start with { Position = new(_position.Epoch, through), Missed = [.. start.Missed, .. late] };
        }
    }

    /// <summary>Takes a batch that follows, and those that came before it was their turn.</summary>
    private void Advance(LiveBatch batch)
    {
        Take(batch);
        while (_early.Count > 0 && _early.GetKeyAtIndex(0) <= _position.Sequence)
        {
            var next = _early.GetValueAtIndex(0);
            _early.RemoveAt(0);
            Take(next);
        }
    }

    private void Take(LiveBatch batch)
    {
        if (batch.Through <= _position.Sequence)
        {
            return;
        }

        _position = new(batch.Epoch, batch.Through);
        Remember(batch);
        Send(batch);
    }

    /// <summary>What was on its way may have been lost: then everybody has to read again.</summary>
    private async Task ScatterUnlessFilledAsync(long after)
    {
        await Task.Delay(GapLasts, time);
        Watch[] behind = [];
        lock (_gate)
        {
            if (_early.ContainsKey(after))
            {
                behind = Scatter();
            }
        }

        Resync(behind, "gap");
    }

    private void Remember(LiveBatch batch)
    {
        _recent.Enqueue(batch);
        if (_recent.Count > KeptBatches)
        {
            _recent.Dequeue();
        }
    }

    /// <summary>Sends a batch to all; those who cannot keep up are let go.</summary>
    private void Send(LiveBatch batch)
    {
        var common = LiveFrames.Events(name, batch);
        List<Watch>? slow = null;
        foreach (var watch in _all)
        {
            if (watch.Through >= batch.Through)
            {
                continue;
            }

            var viewer = watch.Watcher.Viewer;
            var frame = watch.Through <= batch.After && viewer.Hidden.IsEmpty ? common : LiveFrames.Events(
                name, batch with { Events = [.. batch.Events.Where(item => item.Sequence > watch.Through && Shows(item, viewer))] });
            watch.Through = batch.Through;
            if (!watch.Watcher.TrySend(frame))
            {
                (slow ??= []).Add(watch);
            }
        }

        foreach (var watch in slow ?? [])
        {
            _watches.Remove(watch.Watcher);
        }

        // Who lags is told to resynchronise when the transport has drained (HubWatcher), not now.
        _all = slow is null ? _all : [.. _watches.Values];
    }

    private Watch[] Scatter()
    {
        var all = _all;
        _watches.Clear();
        _early.Clear();
        _all = [];
        _isAttached = false;
        return all;
    }

    private void Resync(Watch[] watches, string reason)
    {
        if (watches.Length == 0)
        {
            return;
        }

        var frame = LiveFrames.Resync(name, reason);
        foreach (var watch in watches)
        {
            watch.Watcher.TrySend(frame);
        }
    }

    private async Task CheckAgainAsync(Watch watch)
    {
        try
        {
            var read = await Actor.ReadStreamAsync(name, watch.Watcher.Viewer, _position);
            if (read.Refusal is { } refusal)
            {
                Revoke(watch.Watcher, refusal);
            }
        }
        catch (Exception e)
        {
            logger.LogWarning(e, "A right to {Stream} could not be checked; it is taken away.", name);
            Revoke(watch.Watcher, Unavailable);
        }
    }

    private void Revoke(LiveWatcher watcher, Refusal refusal)
    {
        if (Leave(watcher))
        {
            watcher.TrySend(LiveFrames.Revoked(name, refusal));
        }
    }

    private static bool Shows(LiveEvent item, Viewer viewer) => item.ActorId is null || viewer.Sees(item.ActorId);
}
