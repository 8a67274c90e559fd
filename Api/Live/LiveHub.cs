using System.Runtime.CompilerServices;
using LmsActors.Chat;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.SignalR;

namespace LmsActors.Live;

/// <summary>The hub <c>/live</c>: one connection per client, many streams on it. The protocol is described in docs/live.md.</summary>
[Authorize]
internal sealed class LiveHub(LiveRelay relay, LiveClients clients, StreamCatalog catalog, IViewers viewers, IGrainFactory grains) : Hub
{
    /// <summary>How many streams one connection may watch.</summary>
    public const int MaxStreams = 200;

    public override async Task OnConnectedAsync()
    {
        var viewer = await viewers.OfAsync(Context.User!) ?? throw new HubException("learner.required: Only learners can follow streams.");
        clients.Open(Context.ConnectionId, viewer);
        await base.OnConnectedAsync();
    }

    public override Task OnDisconnectedAsync(Exception? exception)
    {
        clients.Close(Context.ConnectionId);
        return base.OnDisconnectedAsync(exception);
    }

    /// <summary>Follows <paramref name="stream"/>: answers a snapshot, or what was missed after <paramref name="after"/>, and sends events from exactly there.</summary>
    public async Task<RawJson> Subscribe(string stream, string? after)
    {
        var watcher = await WatcherAsync();
        var (name, address) = catalog.Find(watcher.Viewer, stream) ?? throw Refused(StreamCatalog.Unknown);
        if (watcher.WatchedCount >= MaxStreams && !watcher.IsWatching(name))
        {
            throw Refused(Refusal.TooMany("stream.too-many", $"A connection follows at most {MaxStreams} streams.", TimeSpan.FromMinutes(1)));
        }

        var start = await relay.WatchAsync(watcher, name, address, StreamPosition.TryParse(after));
        if (start.Refusal is { } refusal)
        {
            throw Refused(refusal);
        }

        return LiveFrames.Start(name, start.Value!);
    }

    /// <summary>Ends a subscription; harmless when there is none.</summary>
    public async Task Unsubscribe(string stream)
    {
        var watcher = await WatcherAsync();
        if (catalog.Find(watcher.Viewer, stream) is { } found)
        {
            watcher.Unwatch(found.Name);
        }
    }

    /// <summary>Tells the watchers of a room that the caller types.</summary>
    public async Task Typing(string roomId)
    {
        var watcher = await WatcherAsync();
        if (Ids.IsWellFormed(roomId))
        {
            await grains.Actor<IRoomGrain>(watcher.Viewer.Key(roomId)).TypingAsync(watcher.Viewer);
        }
    }

    private async ValueTask<HubWatcher> WatcherAsync([CallerMemberName] string call = "")
    {
        var watcher = clients.Find(Context.ConnectionId) ?? throw new HubException($"connection.unknown: {call} came too early or too late.");
        watcher.Viewer = await viewers.OfAsync(Context.User!) ?? watcher.Viewer;
        return watcher;
    }

    private static HubException Refused(Refusal refusal) => new($"{refusal.Code}: {refusal.Message}");
}
