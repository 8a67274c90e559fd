using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LmsActors.Bench;

/// <summary>The peer of broadcasts: a SignalR hub as its documentation shows it, with nothing behind it.</summary>
internal static class RawHubServer
{
    public static async Task<int> RunAsync(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(args);
        builder.Logging.ClearProviders();
        builder.Services.AddSignalR();
        await using var app = builder.Build();
        app.MapHub<RoomHub>("/live");
        await app.StartAsync();
        Console.WriteLine("ready " + app.Urls.Single());
        await app.WaitForShutdownAsync();
        return 0;
    }
}

/// <summary>Everybody who joins gets what anybody posts.</summary>
internal sealed class RoomHub : Hub
{
    public Task Subscribe(string room, string? after) => Groups.AddToGroupAsync(Context.ConnectionId, room);

    public Task Post(string room, RawMessage message) => Clients.Group(room).SendAsync("events", message);
}

/// <summary>What the raw hub sends: the same fields that a message of ours carries, so that the frames are of the same kind.</summary>
internal sealed record RawMessage(string Id, long Sequence, string AuthorId, string AuthorName, DateTimeOffset SentAt, string Text);
