using System.Collections.Concurrent;
using LmsActors.Tenants;

namespace LmsActors.Live;

/// <summary>
/// All streams that clients of this API silo watch, each attached to its actor once. Renews the leases, takes streams away when a
/// feature is switched off, and lets go of streams that nobody watches any more.
/// </summary>
internal sealed class LiveRelay(IGrainFactory grains, TenantDirectory tenants, TimeProvider time, ILogger<LiveRelay> logger) : BackgroundService
{
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
            var stream = _streams.GetOrAdd((address.Tenant, name), _ => new(name, address, grains, time, logger));
            var start = await stream.WatchAsync(watcher, after);
            if (start.IsOk && !ReferenceEquals(_streams.GetValueOrDefault((address.Tenant, name)), stream))
            {
                // The stream was let go of as idle while the client came in: another object follows it from now on.
                stream.Leave(watcher);
                continue;
            }

            if (start.IsOk && watcher is HubWatcher hub)
            {
                hub.Watch(stream);
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

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        tenants.Changed += tenant => ApplySwitchesAsync(tenant).Ignore();
        using var timer = new PeriodicTimer(LiveLease.Renewal, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await RenewAsync();
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping; actors find out by the leases.
        }
    }

    private async Task RenewAsync()
    {
        foreach (var chunk in _streams.ToArray().Chunk(128))
        {
            await Task.WhenAll(chunk.Select(pair => pair.Value.IsIdle ? CloseAsync(pair.Key, pair.Value) : pair.Value.RenewAsync()));
        }
    }

    private async Task CloseAsync((string, string) key, LiveStream stream)
    {
        _streams.TryRemove(key, out _);
        try
        {
            await stream.CloseAsync();
        }
        catch (Exception e)
        {
            logger.LogInformation(e, "The live stream {Stream} could not be detached; its lease will run out.", stream.Name);
        }
    }
}
