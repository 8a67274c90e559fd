using System.Globalization;
using System.Text.Json;

namespace LmsActors.Bench;

/// <summary>A server, and a driver in a process of its own whose sockets follow a room there.</summary>
internal sealed class BroadcastStage : IDisposable
{
    private readonly string _kind;
    private readonly string _url;
    private readonly string _room;
    private readonly string _learner;
    private readonly IDisposable? _folder;
    private Child? _driver;

    private BroadcastStage(string kind, Child server, string url, string room, string learner, IDisposable? folder) =>
        (_kind, Server, _url, _room, _learner, _folder) = (kind, server, url, room, learner, folder);

    public Child Server { get; }

    public static async Task<BroadcastStage> OursAsync(int sockets)
    {
        var folder = Repository.NewFolder();
        var (server, url) = await BenchServer.StartAsync(folder.Path);
        using var client = new BenchClient(url);
        var learner = await client.RegisterAsync("driver");
        var room = await client.RoomAsync(learner, "Benchmark");
        return await new BroadcastStage("ours", server, url, room, learner, folder).ConnectAsync(sockets);
    }

    public static async Task<BroadcastStage> OtherAsync(string kind, Child server, int sockets) =>
        await new BroadcastStage(kind, server, await server.ExpectAsync("ready"), "room", "driver", folder: null).ConnectAsync(sockets);

    /// <summary>All sockets go away; who still posts has no audience.</summary>
    public async Task LeaveAsync()
    {
        _driver?.Dispose();
        await ConnectAsync(0);
    }

    /// <summary>Runs one load of <see cref="SocketDriver"/>.</summary>
    public async Task<LoadResult> RunAsync(string load, int seconds)
    {
        await _driver!.SayAsync(string.Create(CultureInfo.InvariantCulture, $"{load} {seconds}"));
        return JsonSerializer.Deserialize<LoadResult>(await _driver.ExpectAsync("delivered"));
    }

    public void Dispose()
    {
        _driver?.Dispose();
        Server.Dispose();
        _folder?.Dispose();
    }

    private async Task<BroadcastStage> ConnectAsync(int sockets)
    {
        _driver = Child.Self("drive-sockets", _kind, _url, _room, sockets.ToString(CultureInfo.InvariantCulture), _learner);
        await _driver.ExpectAsync("connected");
        return this;
    }
}
