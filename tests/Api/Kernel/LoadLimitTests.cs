using System.Net;
using System.Net.Http.Headers;

namespace LmsActors.Kernel;

/// <summary>A server that has as much to do as it may says so, goes on with what it has, and takes the next when there is room.</summary>
public sealed class LoadLimitTests
{
    [Fact]
    public async Task Request_BeyondWhatMayBeUnderWay_IsRefusedUntilThereIsRoom()
    {
        await using var host = await ApiHost.StartAsync(null, ("Limits:Requests", "1"), ("Limits:Waiting", "0"));
        var ann = await host.RegisterAsync("Ann");
        var body = new SlowBody("""{"text":"late"}""");
        var slow = ann.Client.PostAsync("/api/v1/posts", body);
        await body.Begun;
        var refused = await UntilAsync(() => ann.Client.GetAsync("/api/v1/me"), HttpStatusCode.ServiceUnavailable);

        await refused.ProblemAsync(503, "server.busy");
        Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter?.Delta);
        Assert.Equal(HttpStatusCode.OK, (await host.Anonymous.GetAsync("/health/live")).StatusCode);
        Assert.Contains("lmsactors_requests_shed", await host.Anonymous.GetStringAsync("/metrics"));
        body.Finish();
        Assert.Equal(HttpStatusCode.Created, (await slow).StatusCode);
        await UntilAsync(() => ann.Client.GetAsync("/api/v1/me"), HttpStatusCode.OK);
    }

    [Fact]
    public async Task Request_ThatMayWait_IsAnsweredInItsTurn()
    {
        await using var host = await ApiHost.StartAsync(null, ("Limits:Requests", "1"), ("Limits:Waiting", "100"));
        var ann = await host.RegisterAsync("Ann");
        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => ann.Client.GetAsync("/api/v1/me")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
    }

    [Fact]
    public async Task Stream_BeyondTheMost_IsRefused_WhileRequestsGoOn()
    {
        await using var host = await ApiHost.StartAsync(null, ("Limits:Connections", "1"));
        var ann = await host.RegisterAsync("Ann");
        using var first = await FollowAsync(ann.Client);
        Assert.Equal(HttpStatusCode.OK, first.StatusCode);

        using var second = await FollowAsync(ann.Client);
        await second.ProblemAsync(503, "server.busy");
        Assert.Equal(HttpStatusCode.OK, (await ann.Client.GetAsync("/api/v1/me")).StatusCode);
    }

    [Fact]
    public async Task Limit_OfNothing_IsRefusedAtStart()
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => ApiHost.StartAsync(null, ("Limits:Requests", "0")));
        Assert.Contains("Requests", failure.Message);
    }

    private static Task<HttpResponseMessage> FollowAsync(HttpClient client)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/streams/feed/me/events");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
        return client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    private static async Task<HttpResponseMessage> UntilAsync(Func<Task<HttpResponseMessage>> send, HttpStatusCode status)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            limit.Token.ThrowIfCancellationRequested();
            var answer = await send();
            if (answer.StatusCode == status)
            {
                return answer;
            }
        }
    }

    /// <summary>A body whose end waits until the test says so: the request is under way meanwhile.</summary>
    private sealed class SlowBody : HttpContent
    {
        private readonly byte[] _json;
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _finish = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public SlowBody(string json)
        {
            _json = System.Text.Encoding.UTF8.GetBytes(json);
            Headers.ContentType = new("application/json");
        }

        public Task Begun => _begun.Task;

        public void Finish() => _finish.TrySetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync(_json.AsMemory(0, 1));
            await stream.FlushAsync();
            _begun.TrySetResult();
            await _finish.Task;
            await stream.WriteAsync(_json.AsMemory(1));
        }

        protected override bool TryComputeLength(out long length)
        {
            length = _json.Length;
            return true;
        }
    }
}
