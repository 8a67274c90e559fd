using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;

namespace LmsActors.Live;

/// <summary>
/// SignalR's own lifetime manager, which also remembers each connection's context: frames are written to connections directly, so that
/// a slow one is noticed (SignalR's groups would queue for it without bound).
/// </summary>
internal sealed class LiveConnections(ILogger<DefaultHubLifetimeManager<LiveHub>> logger) : DefaultHubLifetimeManager<LiveHub>(logger)
{
    private readonly ConcurrentDictionary<string, HubConnectionContext> _contexts = new();

    /// <summary>The context of an open connection.</summary>
    public HubConnectionContext? Find(string connectionId) => _contexts.GetValueOrDefault(connectionId);

    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        _contexts[connection.ConnectionId] = connection;
        return base.OnConnectedAsync(connection);
    }

    public override Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        _contexts.TryRemove(connection.ConnectionId, out _);
        return base.OnDisconnectedAsync(connection);
    }
}
