using System.Net.Http.Json;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;

namespace LmsActors.Live;

/// <summary>What the hub does to clients that do not read, and to identities that end.</summary>
public sealed class LiveLimitTests
{
    [Fact]
    public async Task SlowClient_IsCutOffAndToldToResynchronise_OthersGoOn()
    {
        await using var host = await ApiHost.StartAsync();
        var (ann, bea) = (await host.RegisterAsync("Ann"), await host.RegisterAsync("Bea"));
        using var started = await ann.Client.PostAsJsonAsync("/api/v1/conversations", new { participants = new[] { bea.Id } });
        var room = (await started.JsonAsync()).Text("id");
        await using var quick = await LiveClient.ConnectAsync(host.Url, ann.Token);
        var position = (await quick.SubscribeAsync($"room/{room}")).Text("position");
        using var slow = await StalledAsync(host.Url, bea.Token, room);

        var text = new string('x', 9_000);
        foreach (var some in Enumerable.Range(0, 600).Chunk(20))
        {
            // It reads nothing, but it is alive: without pings the server would end the connection after 30 s. Quick, because
            // a send that has not ended after 10 s ends the connection as well.
            await Task.WhenAll(some.Select(_ => LiveHubTests.PostAsync(ann, room, text)));
            await SendAsync(slow, """{"type":6}""");
        }

        var seen = 0;
        while (seen < 600)
        {
            seen += (await quick.NextAsync("events")).GetProperty("events").GetArrayLength();
        }

        Assert.Equal(600, seen);
        Assert.Contains("\"resync\"", await DrainAsync(slow, "\"resync\""));
        await using var again = await LiveClient.ConnectAsync(host.Url, bea.Token);
        var caughtUp = await again.SubscribeAsync($"room/{room}", position);
        Assert.Equal(position[..2], caughtUp.Text("position")[..2]);
    }

    [Fact]
    public async Task PasswordChanged_OtherSessions_LoseTheirConnection()
    {
        await using var host = await ApiHost.StartAsync();
        var ann = await host.RegisterAsync("Ann");
        await using var client = await LiveClient.ConnectAsync(host.Url, ann.Token);

        using var changed = await ann.Client.PostAsJsonAsync(
            "/api/v1/accounts/password", new { currentPassword = ApiHost.Password, newPassword = "another horse battery" });

        Assert.True(changed.IsSuccessStatusCode, await changed.Content.ReadAsStringAsync());
        await client.Closed.WaitAsync(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task ExpiredToken_ClosesTheConnection()
    {
        await using var host = await ApiHost.StartAsync(null, ("Accounts:AccessTokenLifetime", "00:00:03"));
        var ann = await host.RegisterAsync("Ann");
        await using var client = await LiveClient.ConnectAsync(host.Url, ann.Token);

        await client.Closed.WaitAsync(TimeSpan.FromSeconds(15));
    }

    /// <summary>A WebSocket with a tiny receive buffer that subscribes and then reads nothing.</summary>
    private static async Task<ClientWebSocket> StalledAsync(string url, string token, string room)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancel) =>
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096, NoDelay = true };
                await socket.ConnectAsync(context.DnsEndPoint, cancel);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        var web = new ClientWebSocket();
        var address = new Uri($"{url.Replace("http", "ws")}/live?access_token={Uri.EscapeDataString(token)}");
        await web.ConnectAsync(address, new HttpMessageInvoker(handler), CancellationToken.None);
        await SendAsync(web, """{"protocol":"json","version":1}""");
        await SendAsync(web, $$"""{"type":1,"invocationId":"1","target":"Subscribe","arguments":["room/{{room}}",null]}""");
        await DrainAsync(web, "snapshot");
        return web;
    }

    private static async Task SendAsync(ClientWebSocket web, string json) => await web.SendAsync(
        Encoding.UTF8.GetBytes(json + (char)0x1e), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);

    /// <summary>Reads until <paramref name="sought"/> has come.</summary>
    private static async Task<string> DrainAsync(ClientWebSocket web, string sought)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var buffer = new byte[64 * 1024];
        var last = "";
        while (!last.Contains(sought))
        {
            var received = await web.ReceiveAsync(buffer, limit.Token);
            last = (last.Length > 64 ? last[^64..] : last) + Encoding.UTF8.GetString(buffer, 0, received.Count);
        }

        return last;
    }
}
