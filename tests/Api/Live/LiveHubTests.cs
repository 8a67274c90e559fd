using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.DependencyInjection;

namespace LmsActors.Live;

/// <summary>The promises of docs/live.md, over a real hub.</summary>
public sealed class LiveHubTests(ApiHost host)
{
    [Fact]
    public async Task Subscribe_ToARoom_SnapshotThenEvents()
    {
        var (ann, bea, room) = await PairAsync();
        await PostAsync(ann, room, "before");
        await using var client = await LiveClient.ConnectAsync(host.Url, bea.Token);

        var start = await client.SubscribeAsync($"room/{room}");
        await PostAsync(ann, room, "after");
        var frame = await client.NextAsync("events");

        Assert.Equal("before", start.GetProperty("snapshot").GetProperty("messages")[0].Text("text"));
        Assert.Equal("after", frame.GetProperty("events")[0].GetProperty("data").GetProperty("message").Text("text"));
    }

    [Fact]
    public async Task Subscribe_WithAPosition_AnswersJustWhatWasMissed()
    {
        var (ann, bea, room) = await PairAsync();
        await PostAsync(ann, room, "one");
        string position;
        await using (var client = await LiveClient.ConnectAsync(host.Url, bea.Token))
        {
            position = (await client.SubscribeAsync($"room/{room}")).Text("position");
        }

        await PostAsync(ann, room, "two");
        await PostAsync(ann, room, "three");
        await using var again = await LiveClient.ConnectAsync(host.Url, bea.Token);
        var resumed = await again.SubscribeAsync($"room/{room}", position);

        Assert.False(resumed.TryGetProperty("snapshot", out _));
        Assert.Equal(["two", "three"], resumed.GetProperty("events").EnumerateArray().Select(TextOf));
    }

    [Fact]
    public async Task Subscribe_WhileOthersPost_NothingIsLostOrDoubled()
    {
        var (ann, bea, room) = await PairAsync();
        var posting = Enumerable.Range(0, 200).Select(i => PostAsync(ann, room, $"m{i}")).ToList();
        await using var client = await LiveClient.ConnectAsync(host.Url, bea.Token);

        var start = await client.SubscribeAsync($"room/{room}", "1-1");
        var seen = start.GetProperty("events").EnumerateArray().Select(SequenceOf).ToList();
        await Task.WhenAll(posting);
        while (seen.Count < 200)
        {
            seen.AddRange((await client.NextAsync("events")).GetProperty("events").EnumerateArray().Select(SequenceOf));
        }

        Assert.Equal(Enumerable.Range(2, 200).Select(i => (long)i), seen);
    }

    [Fact]
    public async Task Subscribe_WithMessagePack_GivesTheSameShapes()
    {
        var (ann, bea, room) = await PairAsync();
        await PostAsync(ann, room, "packed");
        await using var connection = new HubConnectionBuilder()
            .WithUrl($"{host.Url}/live", options => options.AccessTokenProvider = () => Task.FromResult<string?>(bea.Token))
            .AddMessagePackProtocol()
            .Build();
        await connection.StartAsync();

        var start = await connection.InvokeAsync<Dictionary<string, object>>("Subscribe", $"room/{room}", null);

        var snapshot = (Dictionary<object, object>)start["snapshot"];
        var message = (Dictionary<object, object>)((object[])snapshot["messages"])[0];
        Assert.Equal("packed", message["text"]);
    }

    [Theory]
    [InlineData("room/0123456789abcdef0123456789abcdef", "room.unknown")]
    [InlineData("nonsense", "stream.unknown")]
    [InlineData("room/../../x", "stream.unknown")]
    [InlineData("tenant/tenant", "stream.unknown")]
    public async Task Subscribe_ToWhatIsNotThere_IsRefusedWithACode(string stream, string code)
    {
        var ann = await host.RegisterAsync();
        await using var client = await LiveClient.ConnectAsync(host.Url, ann.Token);

        var refused = await Assert.ThrowsAsync<HubException>(() => client.SubscribeAsync(stream));

        Assert.Contains($"{code}: ", refused.Message);
    }

    [Fact]
    public async Task Subscribe_ToAConversationOfOthers_IsAsIfItDidNotExist()
    {
        var (_, _, room) = await PairAsync();
        var stranger = await host.RegisterAsync("Stranger");
        await using var client = await LiveClient.ConnectAsync(host.Url, stranger.Token);

        var refused = await Assert.ThrowsAsync<HubException>(() => client.SubscribeAsync($"room/{room}"));

        Assert.Contains("room.unknown", refused.Message);
        using var events = await stranger.Client.GetAsync($"/api/v1/streams/room/{room}/events");
        await events.ProblemAsync(404, "room.unknown");
        using var messages = await stranger.Client.GetAsync($"/api/v1/rooms/{room}/messages");
        await messages.ProblemAsync(404, "room.unknown");
    }

    [Fact]
    public async Task Connect_WithoutIdentity_IsRefused() =>
        await Assert.ThrowsAsync<HttpRequestException>(() => LiveClient.ConnectAsync(host.Url, "nonsense"));

    [Fact]
    public async Task Connect_FromAForeignOrigin_IsRefused()
    {
        var ann = await host.RegisterAsync();

        await Assert.ThrowsAsync<HttpRequestException>(() => LiveClient.ConnectAsync(host.Url, ann.Token, "https://evil.example"));

        await using var own = await LiveClient.ConnectAsync(host.Url, ann.Token, host.Url);
        Assert.Equal(HubConnectionState.Connected, own.Connection.State);
    }

    [Fact]
    public async Task Switch_ChatOff_RevokesTheStreamWithinASecond()
    {
        await using var own = await ApiHost.StartAsync();
        var (ann, bea, room) = await PairAsync(own);
        await using var client = await LiveClient.ConnectAsync(own.Url, bea.Token);
        await client.SubscribeAsync($"room/{room}");

        using var off = await own.Machine.PutAsJsonAsync("/api/v1/admin/switches/chat", new { enabled = false });
        var clock = System.Diagnostics.Stopwatch.StartNew();
        var revoked = await client.NextAsync("revoked");

        Assert.True(off.IsSuccessStatusCode);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(1), $"It took {clock.Elapsed}.");
        Assert.Equal("feature.off", revoked.Text("code"));
        using var read = await ann.Client.GetAsync($"/api/v1/rooms/{room}/messages");
        await read.ProblemAsync(404, "feature.off");
    }

    [Fact]
    public async Task Typing_InARoom_ArrivesAsATick()
    {
        var (ann, bea, room) = await PairAsync();
        await using var client = await LiveClient.ConnectAsync(host.Url, bea.Token);
        await client.SubscribeAsync($"room/{room}");
        await using var typist = await LiveClient.ConnectAsync(host.Url, ann.Token);

        await typist.Connection.InvokeAsync("Typing", room);
        var tick = await client.NextAsync("tick");
        while (tick.Text("type") == "presence")
        {
            tick = await client.NextAsync("tick");
        }

        Assert.Equal("typing", tick.Text("type"));
        Assert.Equal(ann.Id, tick.GetProperty("data").GetProperty("learners")[0].Text("id"));
    }

    [Fact]
    public async Task Flood_OfCalls_IsThrottledOnThatConnectionOnly()
    {
        var (ann, bea, _) = await PairAsync();
        await using var flooder = await LiveClient.ConnectAsync(host.Url, ann.Token);
        await using var other = await LiveClient.ConnectAsync(host.Url, bea.Token);

        var calls = Enumerable.Range(0, 1000).Select(_ => flooder.Connection.InvokeAsync("Unsubscribe", "room/x")).ToList();
        var refused = 0;
        foreach (var call in calls)
        {
            try
            {
                await call;
            }
            catch (HubException e) when (e.Message.Contains("live.too-fast"))
            {
                refused++;
            }
        }

        Assert.True(refused > 100, $"{refused} calls were refused.");
        await other.Connection.InvokeAsync("Unsubscribe", "room/x");
    }

    internal static async Task<string> PostAsync(TestLearner by, string room, string text)
    {
        using var answer = await by.Client.PostAsJsonAsync($"/api/v1/rooms/{room}/messages", new { text });
        return (await answer.JsonAsync()).Text("id");
    }

    private Task<(TestLearner Ann, TestLearner Bea, string Room)> PairAsync() => PairAsync(host);

    private static async Task<(TestLearner Ann, TestLearner Bea, string Room)> PairAsync(ApiHost on)
    {
        var (ann, bea) = (await on.RegisterAsync("Ann"), await on.RegisterAsync("Bea"));
        using var started = await ann.Client.PostAsJsonAsync("/api/v1/conversations", new { participants = new[] { bea.Id } });
        return (ann, bea, (await started.JsonAsync()).Text("id"));
    }

    private static string TextOf(JsonElement item) => item.GetProperty("data").GetProperty("message").Text("text");

    private static long SequenceOf(JsonElement item) => item.GetProperty("sequence").GetInt64();
}
