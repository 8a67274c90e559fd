using System.Net.Http.Json;
using System.Text.Json;
using LmsActors.Examples;

namespace LmsActors.Live;

/// <summary>The .NET example of docs/live.md is the code that is run here, and keeps its word.</summary>
public sealed class RoomFollowerTests
{
    [Fact]
    public void Example_OfThePage_IsTheOneThatIsTested()
    {
        var page = File.ReadAllText(Path.Combine(Repository.Root, "docs", "live.md"));
        var example = File.ReadAllText(Path.Combine(Repository.Root, "tests", "Api", "Live", "RoomFollower.cs"));
        Assert.Contains($"```csharp\n{example.TrimEnd('\n')}\n```", page);
    }

    [Fact]
    public async Task Follower_ThroughARestart_HoldsWhatTheServerHas()
    {
        var data = Directory.CreateTempSubdirectory("lms-follower-");
        var port = FreePort();
        TestLearner ann;
        string room;
        var (held, changed) = ((IReadOnlyList<JsonElement>)[], new SemaphoreSlim(0));
        using var end = new CancellationTokenSource();
        Task following = new TaskCompletionSource().Task;
        await using (var first = await StartAsync())
        {
            ann = await first.RegisterAsync("Ann");
            var bob = await first.RegisterAsync("Bob");
            using var started = await ann.Client.PostAsJsonAsync("/api/v1/conversations", new { participants = new[] { bob.Id } });
            room = (await started.JsonAsync()).Text("id");
            await LiveHubTests.PostAsync(ann, room, "before");
            following = new RoomFollower(first.Url, bob.Client.DefaultRequestHeaders.Authorization!.Parameter!, room, Show).RunAsync(end.Token);
            await UntilAsync("before");
            await LiveHubTests.PostAsync(ann, room, "live");
            await UntilAsync("before", "live");
        }

        await using (var second = await StartAsync())
        {
            ann = ann with { Client = second.Client(("Authorization", $"Bearer {ann.Token}")) };
            await LiveHubTests.PostAsync(ann, room, "after");
            await UntilAsync("before", "live", "after");
            await end.CancelAsync();
            await following;
        }

        data.Delete(recursive: true);

        void Show(IReadOnlyList<JsonElement> messages)
        {
            held = messages;
            changed.Release();
        }

        async Task UntilAsync(params string[] texts)
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            while (!held.Select(message => message.Text("text")).SequenceEqual(texts))
            {
                // If the follower fails, that says more than that nothing came.
                await (await Task.WhenAny(changed.WaitAsync(limit.Token), following));
            }
        }

        Task<ApiHost> StartAsync() => ApiHost.StartAsync(data.FullName, ("urls", $"http://127.0.0.1:{port}"));
    }

    private static int FreePort()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
