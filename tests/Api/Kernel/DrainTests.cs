using System.Net;
using System.Net.Http.Json;
using LmsActors.Hosting;
using LmsActors.Live;
using Microsoft.Extensions.DependencyInjection;

namespace LmsActors.Kernel;

/// <summary>A server that is told to stop goes on serving until nobody comes any more.</summary>
public sealed class DrainTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Drain_OfAServer_ServesOnAndSendsItsClientsAway()
    {
        await using var own = await ApiHost.StartAsync(null, (Drain.Setting, "00:00:10"));
        await Eventually.UntilAsync(async () => await ReadyAsync(own) == HttpStatusCode.OK);
        var (ann, bea) = (await own.RegisterAsync("Ann"), await own.RegisterAsync("Bea"));
        using var started = await ann.Client.PostAsJsonAsync("/api/v1/conversations", new { participants = new[] { bea.Id } });
        var room = (await started.JsonAsync()).Text("id");
        await using var connected = await LiveClient.ConnectAsync(own.Url, ann.Token);
        await connected.SubscribeAsync($"room/{room}");
        using var streaming = await EventStreamAsync(bea, room);
        var drain = own.Services.GetRequiredService<Drain>();

        var draining = drain.RunAsync(CancellationToken.None);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, await ReadyAsync(own));
        using (var served = await ann.Client.PostAsJsonAsync($"/api/v1/rooms/{room}/messages", new { text = "still here" }))
        {
            Assert.True(served.IsSuccessStatusCode);
            Assert.True(served.Headers.ConnectionClose);
        }

        Assert.False(draining.IsCompleted);
        await connected.Closed.WaitAsync(Limit);
        Assert.Contains("still here", await streaming.Content.ReadAsStringAsync().WaitAsync(Limit), StringComparison.Ordinal);
        Assert.True(await draining.WaitAsync(Limit));
    }

    [Fact]
    public async Task Ready_ComesWithTheWarmUp()
    {
        await using var own = await ApiHost.StartAsync();

        await Eventually.UntilAsync(async () => await ReadyAsync(own) == HttpStatusCode.OK);

        Assert.True(own.Services.GetRequiredService<WarmUp>().IsDone);
    }

    private static async Task<HttpStatusCode> ReadyAsync(ApiHost host)
    {
        using var answer = await host.Anonymous.GetAsync("/health/ready");
        return answer.StatusCode;
    }

    private static Task<HttpResponseMessage> EventStreamAsync(TestLearner learner, string room)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/streams/room/{room}/events") { Headers = { { "Accept", "text/event-stream" } } };
        return learner.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }
}
