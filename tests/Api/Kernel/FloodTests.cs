using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using LmsActors.Live;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace LmsActors.Kernel;

/// <summary>One learner floods REST and the hub at many times the limit; the others do not notice.</summary>
[Collection(Alone.Name)]
public sealed class FloodTests
{
    private const int Requests = 300;
    private const int Attempts = 4;
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(10);

    /// <summary>Below this a difference says more about the machine's scheduler than about the server.</summary>
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(5);

    [Fact]
    public async Task Flood_OfRestAndHub_IsThrottled_WhileOthersStayUnderTwiceTheirP99()
    {
        await using var host = await ApiHost.StartAsync(null, ("RateLimits:Enabled", "true"), ("RateLimits:Learner:PerSecond", "50"), ("RateLimits:Learner:Burst", "20"));
        var (eve, bob) = (await host.RegisterAsync("Eve"), await host.RegisterAsync("Bob"));
        using var other = host.Client(("X-Api-Key", ApiHost.ApiKey), ("X-On-Behalf-Of", bob.Id));
        bob = bob with { Client = other };
        var room = (await (await eve.Client.PostAsJsonAsync("/api/v1/conversations", new { participants = new[] { bob.Id } })).JsonAsync()).Text("id");
        await P99Async(bob, room);

        // Connecting is a request like any other: who floods does not come in any more.
        await using var hub = await LiveClient.ConnectAsync(host.Url, eve.Token);
        List<(TimeSpan Quiet, TimeSpan Flooded)> seen = [];
        while (seen.Count < Attempts && !seen.Exists(pair => pair.Flooded < Least + (2 * pair.Quiet)))
        {
            // What else the machine does makes it only slower: the best of a few attempts is the server's own.
            var quiet = await P99Async(bob, room);
            using var end = new CancellationTokenSource();
            var floods = Enumerable.Range(0, 16).Select(_ => FloodRestAsync(eve, room, end.Token)).Append(FloodHubAsync(hub, end.Token)).ToList();
            seen.Add((quiet, await P99Async(bob, room)));
            await end.CancelAsync();
            await Task.WhenAll(floods).WaitAsync(TimeSpan.FromSeconds(30), CancellationToken.None);
        }

        Assert.True(seen.Exists(pair => pair.Flooded < Least + (2 * pair.Quiet)), string.Join("; ", seen));
    }

    private static async Task<TimeSpan> P99Async(TestLearner learner, string room)
    {
        var times = new List<TimeSpan>();
        for (var i = 0; i < Requests; i++)
        {
            var started = Stopwatch.GetTimestamp();
            using var answer = await learner.Client.GetAsync($"/api/v1/rooms/{room}/messages?limit=20");
            times.Add(Stopwatch.GetElapsedTime(started));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }

        return times.Order().ElementAt(Requests * 99 / 100);
    }

    /// <summary>A hundred requests a second, whatever is answered; ends when it may, and was refused at least once.</summary>
    private static async Task FloodRestAsync(TestLearner learner, string room, CancellationToken end)
    {
        var refused = 0;
        using var pace = new PeriodicTimer(Pace);
        while (!end.IsCancellationRequested || refused == 0)
        {
            using var answer = await learner.Client.PostAsJsonAsync($"/api/v1/rooms/{room}/messages", new { text = "flood" }, CancellationToken.None);
            refused += answer.StatusCode == HttpStatusCode.TooManyRequests ? 1 : 0;
            await pace.WaitForNextTickAsync(CancellationToken.None);
        }
    }

    private static async Task FloodHubAsync(LiveClient client, CancellationToken end)
    {
        var refused = 0;
        using var pace = new PeriodicTimer(Pace);
        while (!end.IsCancellationRequested || refused == 0)
        {
            var calls = Enumerable.Range(0, 20).Select(async _ =>
            {
                try
                {
                    await client.Connection.InvokeAsync("Unsubscribe", "room/x", CancellationToken.None);
                    return 0;
                }
                catch (HubException)
                {
                    return 1;
                }
            });
            refused += (await Task.WhenAll(calls)).Sum();
            await pace.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
