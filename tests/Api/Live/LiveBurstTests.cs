using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR.Client;

namespace LmsActors.Live;

/// <summary>Many events at once: they come together in frames, and still each comes once, in order, and to those who may see it.</summary>
public sealed class LiveBurstTests(ApiHost host)
{
    [Fact]
    public async Task Subscribe_AtAnyMomentOfABurst_EachClientSeesEveryMessageOnceInOrder()
    {
        const int Messages = 200;
        var (ann, bea, room) = await PairAsync(host);
        var clients = new List<LiveClient>();
        for (var i = 0; i < 8; i++)
        {
            clients.Add(await LiveClient.ConnectAsync(host.Url, i % 2 == 0 ? ann.Token : bea.Token));
        }

        var posting = new List<Task>();
        var following = new List<Task<List<long>>>();
        for (var i = 0; i < Messages; i++)
        {
            posting.Add(LiveHubTests.PostAsync(ann, room, $"m{i}"));
            if (i % (Messages / clients.Count) == 0)
            {
                following.Add(FollowAsync(clients[following.Count], room, Messages));
                await posting[i / 2];
            }
        }

        await Task.WhenAll(posting);
        foreach (var seen in await Task.WhenAll(following))
        {
            Assert.Equal(Enumerable.Range(2, Messages).Select(n => (long)n), seen);
        }

        foreach (var client in clients)
        {
            await client.DisposeAsync();
        }
    }

    [Fact]
    public async Task Switch_ChatOffInABurst_NothingComesAfterTheRevocation()
    {
        await using var own = await ApiHost.StartAsync();
        var (ann, bea, room) = await PairAsync(own);
        await using var client = await LiveClient.ConnectAsync(own.Url, bea.Token);
        await client.SubscribeAsync($"room/{room}");

        var posting = Enumerable.Range(0, 200)
            .Select(i => ann.Client.PostAsJsonAsync($"/api/v1/rooms/{room}/messages", new { text = $"m{i}" })).ToList();
        await client.NextAsync("events");
        using var off = await own.Machine.PutAsJsonAsync("/api/v1/admin/switches/chat", new { enabled = false });
        await client.NextAsync("revoked");
        foreach (var post in posting)
        {
            (await post).Dispose();
        }

        // What was sent to this connection before the answer to this call has come before it.
        await client.Connection.InvokeAsync("Unsubscribe", "room/x");
        Assert.DoesNotContain("events", client.Waiting);
    }

    [Fact]
    public async Task Burst_ToLearnersKeptApart_ShowsEachJustWhatItMaySee()
    {
        var (ann, bea, eve) = (await host.RegisterAsync("Ann"), await host.RegisterAsync("Bea"), await host.RegisterAsync("Eve"));
        using var started = await ann.Client.PostAsJsonAsync("/api/v1/conversations", new { participants = new[] { bea.Id, eve.Id } });
        var room = (await started.JsonAsync()).Text("id");
        using var blocked = await bea.Client.PutAsync($"/api/v1/me/blocks/{eve.Id}", null);
        Assert.True(blocked.IsSuccessStatusCode, await blocked.Content.ReadAsStringAsync());
        await using var apart = await LiveClient.ConnectAsync(host.Url, bea.Token);
        await apart.SubscribeAsync($"room/{room}");

        var posts = Enumerable.Range(0, 60).Select(i => LiveHubTests.PostAsync(i % 2 == 0 ? ann : eve, room, $"m{i}")).ToList();
        await Task.WhenAll(posts);
        var authors = new List<string>();
        while (authors.Count < 30)
        {
            var events = (await apart.NextAsync("events")).GetProperty("events").EnumerateArray();
            authors.AddRange(events.Select(item => item.GetProperty("data").GetProperty("message").GetProperty("author").Text("id")));
        }

        Assert.Equal([ann.Id], authors.Distinct());
    }

    /// <summary>Subscribes, and halfway again from where it is, as a client does that was told to resynchronise.</summary>
    private static async Task<List<long>> FollowAsync(LiveClient client, string room, int messages)
    {
        var seen = new List<long>();
        var isAgain = false;
        var answer = await client.SubscribeAsync($"room/{room}", "1-1");
        Take(answer);
        while (seen.Count < messages)
        {
            Take(await client.NextAsync("events"));
            if (!isAgain && seen.Count >= messages / 2)
            {
                isAgain = true;
                Take(await client.SubscribeAsync($"room/{room}", $"1-{seen[^1]}"));
            }
        }

        return seen;

        void Take(JsonElement call)
        {
            // docs/live.md: an event whose number is not greater than that of the position is ignored.
            var last = seen.Count == 0 ? 1 : seen[^1];
            seen.AddRange(call.GetProperty("events").EnumerateArray().Select(item => item.GetProperty("sequence").GetInt64()).Where(n => n > last));
        }
    }

    private static async Task<(TestLearner Ann, TestLearner Bea, string Room)> PairAsync(ApiHost on)
    {
        var (ann, bea) = (await on.RegisterAsync("Ann"), await on.RegisterAsync("Bea"));
        using var started = await ann.Client.PostAsJsonAsync("/api/v1/conversations", new { participants = new[] { bea.Id } });
        return (ann, bea, (await started.JsonAsync()).Text("id"));
    }
}
