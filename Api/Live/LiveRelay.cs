using System.Collections.Concurrent;
using System.Threading.Channels;
using LmsActors.Tenants;

namespace LmsActors.Live;

/// <summary>
/// All streams that clients of this API silo watch, each attached to its actor once. Renews the leases, at once when a silo has died
/// and its actors live elsewhere, and again soon where that failed; takes streams away when a feature is switched off, and lets go of
/// streams that nobody watches any more.
/// </summary>
internal sealed class LiveRelay(
    IGrainFactory grains, TenantDirectory tenants, ISiloStatusOracle silos, TimeProvider time, ILogger<LiveRelay> logger)
    : BackgroundService, ISiloStatusListener
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly Channel<bool> _died = Signal();
    private readonly Channel<bool> _failed = Signal();
    private readonly ConcurrentDictionary<(string Tenant, string Name), LiveStream> _streams = new();

    /// <summary>How many streams are attached.</summary>
    public int StreamCount => _streams.Count;

    /// <summary>All streams that are attached.</summary>
    public IEnumerable<LiveStream> Streams => _streams.Values;

    /// <summary>Lets a client follow a stream: what it missed or a snapshot, and from exactly there the live events.</summary>
    public async Task<Result<StreamStart>> WatchAsync(LiveWatcher watcher, string name, StreamAddress address, StreamPosition? after)
    {
        if (!await tenants.IsOnAsync(address.Tenant, address.Feature, watcher.Viewer.Community))
        {
            return RequestRefusals.FeatureOff;
        }

        while (true)
        {
            var stream = _streams.GetOrAdd((address.Tenant, name), _ => new(name, address, grains, time, logger, () => _failed.Writer.TryWrite(true)));
            var start = await stream.WatchAsync(watcher, after);
            if (stream.IsClosed)
            {
                // It was let go of as idle while the client came in: another object follows it from now on.
                continue;
            }

            if (start.IsOk && watcher is HubWatcher hub && !hub.Watch(stream))
            {
                // The client was let go of before it was known to watch this: nothing would tell it.
                continue;
            }

            return start;
        }
    }

    /// <summary>Reads a stream without following it.</summary>
    public async Task<Result<StreamStart>> ReadAsync(Viewer viewer, string name, StreamAddress address, StreamPosition? after) =>
        await tenants.IsOnAsync(address.Tenant, address.Feature, viewer.Community)
            ? await address.Actor(grains).ReadStreamAsync(name, viewer, after)
            : RequestRefusals.FeatureOff;

    /// <summary>Ends a client's following of a stream.</summary>
    public void Leave(LiveWatcher watcher, string name)
    {
        if (_streams.TryGetValue((watcher.Viewer.Tenant, name), out var stream))
        {
            stream.Leave(watcher);
        }
    }

    /// <summary>The switches of a tenant changed: takes away what is off for those who watch it.</summary>
    private async Task ApplySwitchesAsync(string tenant)
    {
        if (await tenants.FindAsync(tenant) is not { } settings)
        {
            return;
        }

        foreach (var stream in _streams.Values.Where(stream => stream.Address.Tenant == tenant))
        {
            stream.Revoke(viewer => !settings.IsOn(stream.Address.Feature, viewer.Community), RequestRefusals.FeatureOff);
        }
    }

    /// <summary>Tells that a silo's status has changed; what lived on one that died is somewhere else from now on.</summary>
    void ISiloStatusListener.SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        if (status == SiloStatus.Dead)
        {
            _died.Writer.TryWrite(true);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        tenants.Changed += tenant => ApplySwitchesAsync(tenant).Ignore();
        silos.SubscribeToSiloStatusEvents(this);
        try
        {
            await Task.WhenAll(RenewRegularlyAsync(stoppingToken), RenewAfterDeathsAsync(stoppingToken), RetryAsync(stoppingToken));
        }
        catch (OperationCanceledException)
        {
            // Stopping; actors find out by the leases.
        }
        finally
        {
            silos.UnSubscribeFromSiloStatusEvents(this);
        }
    }

    private async Task RenewRegularlyAsync(CancellationToken stopping)
    {
        using var timer = new PeriodicTimer(LiveLease.Renewal, time);
        while (await timer.WaitForNextTickAsync(stopping))
        {
            await RenewAsync(_streams.ToArray());
        }
    }

    private async Task RenewAfterDeathsAsync(CancellationToken stopping)
    {
        await foreach (var _ in _died.Reader.ReadAllAsync(stopping))
        {
            await RenewAsync(_streams.ToArray());
        }
    }

    /// <summary>A stream that cannot be attached now, because its silo or its storage is away, misses nothing for longer than that lasts.</summary>
    private async Task RetryAsync(CancellationToken stopping)
    {
        await foreach (var _ in _failed.Reader.ReadAllAsync(stopping))
        {
            await Task.Delay(Pause, time, stopping);
            await RenewAsync(_streams.Where(pair => !pair.Value.IsAttached && !pair.Value.IsIdle));
        }
    }

    private async Task RenewAsync(IEnumerable<KeyValuePair<(string, string), LiveStream>> streams)
    {
        foreach (var chunk in streams.Chunk(128))
        {
            await Task.WhenAll(chunk.Select(pair => pair.Value.IsIdle ? CloseAsync(pair.Key, pair.Value) : pair.Value.RenewAsync()));
        }
    }

    private async Task CloseAsync((string, string) key, LiveStream stream)
    {
        if (!stream.TryClose())
        {
            return;
        }

        _streams.TryRemove(key, out _);
        try
        {
            await stream.DetachAsync();
        }
        catch (Exception e)
        {
            logger.LogInformation(e, "The live stream {Stream} could not be detached; its lease will run out.", stream.Name);
        }
    }

    /// <summary>Of several that are given before it is taken, one is left.</summary>
    private static Channel<bool> Signal() =>
        Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
}
