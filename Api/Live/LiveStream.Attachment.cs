namespace LmsActors.Live;

/// <summary>Keeps the actor sending to this silo, and notices when it has gone on without.</summary>
internal sealed partial class LiveStream
{
    private readonly SemaphoreSlim _attaching = new(1, 1);
    private ILiveObserver? _reference;
    private volatile bool _isAttached;
    private volatile bool _isUnbroken;
    private int _losses;

    /// <summary>How the actor knows this silo; null until it is attached.</summary>
    public ILiveObserver? Reference => _reference;

    /// <summary>Whether the actor sends to this silo, as far as is known here.</summary>
    public bool IsAttached => _isAttached;

    public async Task OnLostAsync()
    {
        _isUnbroken = false;
        await RenewAsync();
    }

    /// <summary>Renews the lease; finds out whether the actor went on without us. Never throws; tells when it did not succeed.</summary>
    public async Task RenewAsync()
    {
        try
        {
            Interlocked.Increment(ref _losses);
            _isAttached = false;
            await EnsureAttachedAsync();
        }
        catch (Exception e)
        {
            logger.LogWarning(e, "The live stream {Stream} could not be attached; it will be tried again.", name);
            onNotAttached();
        }
    }

    /// <summary>Lets nobody in any more, if nobody watches.</summary>
    public bool TryClose()
    {
        lock (_gate)
        {
            return _isClosed = IsIdle;
        }
    }

    /// <summary>Lets go of the actor, after <see cref="TryClose"/>.</summary>
    public async Task DetachAsync()
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
            while (!_isAttached)
            {
                // Where the actor is lost meanwhile, the answer may be that of its last life, which has let go of us since.
                var losses = Volatile.Read(ref _losses);
                _reference ??= grains.CreateObjectReference<ILiveObserver>(this);
                Follow(await Actor.AttachAsync(name, _reference));
                (_isAttached, _isUnbroken) = (losses == Volatile.Read(ref _losses), true);
            }
        }
        finally
        {
            _attaching.Release();
        }
    }

    /// <summary>From <paramref name="position"/> on the actor sends us its events; if that is not where we are, watchers missed some.</summary>
    private void Follow(StreamPosition position)
    {
        IReadOnlyList<Watch> behind = [];
        lock (_gate)
        {
            if (_isUnbroken && _tail.IsBehind(position))
            {
                // The answer to a renewal overtook events that were sent before it.
                ScatterLaterIfAsync(() => _tail.IsBehind(position)).Ignore();
            }
            else if (_tail.JumpTo(position))
            {
                behind = Scatter();
            }
        }

        _fanOut.Resync(behind, "gap");
    }
}
