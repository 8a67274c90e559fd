using System.Collections.Concurrent;
using LmsActors.Accounts;
using LmsActors.Hosting;
using Microsoft.AspNetCore.SignalR;

namespace LmsActors.Live;

/// <summary>The hub connections of this silo and what each watches.</summary>
internal sealed class LiveClients(HubLifetimeManager<LiveHub> connections, ViewerDirectory viewers, Drain drain) : IHostedService
{
    private readonly ConcurrentDictionary<string, HubWatcher> _watchers = new();
    private CancellationTokenRegistration _leaving;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        viewers.Changed += learner => ViewerChangedAsync(learner).Ignore();
        _leaving = drain.Leaving.Register(SendAway);
        return Task.CompletedTask;
    }

    public async Task StopAsync(CancellationToken cancellationToken) => await _leaving.DisposeAsync();

    /// <summary>How many connections are open.</summary>
    public int Count => _watchers.Count;

    public void Open(string connectionId, Viewer viewer)
    {
        if (((LiveConnections)connections).Find(connectionId) is { } context)
        {
            _watchers[connectionId] = new(context, viewer, Drained);
        }
    }

    public HubWatcher? Find(string connectionId) => _watchers.GetValueOrDefault(connectionId);

    public void Close(string connectionId)
    {
        if (_watchers.TryRemove(connectionId, out var watcher))
        {
            watcher.Close();
        }
    }

    /// <summary>
    /// A learner's blocks changed, so what it watches may look different: its connections start afresh. Or its session ended: they end.
    /// </summary>
    private async Task ViewerChangedAsync(ActorKey learner)
    {
        foreach (var watcher in _watchers.Values.Where(w => w.Viewer.Tenant == learner.Tenant && w.Viewer.LearnerId == learner.Id))
        {
            if (!await viewers.IsGoodAsync(watcher.User) || await viewers.OfAsync(watcher.User) is not { } viewer)
            {
                watcher.Abort();
                continue;
            }

            if (!viewer.Hidden.SetEquals(watcher.Viewer.Hidden))
            {
                watcher.Viewer = viewer;
                Resync(watcher, "viewer-changed");
            }
        }
    }

    /// <summary>This process stops soon: its clients shall connect to another, where they resume.</summary>
    private void SendAway()
    {
        foreach (var watcher in _watchers.Values)
        {
            watcher.SendAway();
        }
    }

    /// <summary>The client has caught up with its queue: it may subscribe again from where it is.</summary>
    private static void Drained(HubWatcher watcher) => Resync(watcher, "slow");

    private static void Resync(HubWatcher watcher, string reason)
    {
        foreach (var stream in watcher.Watched())
        {
            stream.Leave(watcher);
            LiveMetrics.Resync(1, reason);
            watcher.TrySend(LiveFrames.Resync(stream.Name, reason));
        }
    }
}
