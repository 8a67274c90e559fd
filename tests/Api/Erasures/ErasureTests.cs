using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using LmsActors.Backup;
using LmsActors.Live;

namespace LmsActors.Erasures;

/// <summary>The erasure of a learner who is in everything that there is, over the real server and its real files.</summary>
public sealed class ErasureTests : IAsyncLifetime
{
    private const string Api = "/api/v1";
    private const string Erasures = $"{Api}/admin/erasures";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lms-erasure-");
    private ApiHost _host = null!;
    private CanaryWorld _world = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await ApiHost.StartAsync(At("a"));
        _world = new(_host);
        await _world.BuildAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Erasure_LeavesNothingOfTheLearner_AndAllOfTheOthers()
    {
        var before = await _host.Machine.JsonAsync($"{Api}/admin/stats");
        Assert.Equal(_world.Words.Count, StoredBytes.Find(At("a"), _world.Words).Select(found => found.Split(' ')[0]).Distinct().Count());
        await ArchiveAsync("old.jsonl.gz");
        await using var ann = await LiveClient.ConnectAsync(_host.Url, _world.Ann.Token);
        await ann.SubscribeAsync($"room/{_world.Room}");
        await using var canary = await LiveClient.ConnectAsync(_host.Url, _world.Canary.Token);
        await canary.SubscribeAsync($"room/{_world.Room}");

        var erasure = await EraseAsync();

        Assert.Contains("message-deleted", await TypesAsync(ann));
        await canary.Closed.WaitAsync(TimeSpan.FromSeconds(20));
        await IsShutOutAsync();
        await IsNowhereAsync();
        await OthersAreUntouchedAsync(before);
        Assert.Empty(StoredBytes.Find(At("a"), _world.Words));
        await RecordNamesNobodyAsync(erasure);

        await ArchiveAsync("new.jsonl.gz");
        await RegisterAsync("register.json");
        await _host.DisposeAsync();
        Assert.Empty(StoredBytes.Find(At("a"), _world.Words));
        var verified = await Tool.RunAsync(At("a"), "verify");
        Assert.True(verified.ExitCode == 0, verified.Output);

        Assert.True((await Tool.RunAsync(At("b"), "import", "archive", At("new.jsonl.gz"))).Count("journals") > 0);
        Assert.Empty(StoredBytes.Find(At("b"), _world.Words));
        await OldArchiveBringsNobodyBackAsync();
        _host = await ApiHost.StartAsync(At("a"));
    }

    [Fact]
    public async Task Erasure_KilledAtAnyPoint_GoesOnAndCompletes()
    {
        await _host.DisposeAsync();
        var log = new FileInfo(Path.Combine(At("a"), "lmsactors.db-wal"));
        foreach (var kilobytes in new[] { 1, 60, 200, 500 })
        {
            await Tool.KillAsync(
                At("a"),
                () =>
                {
                    log.Refresh();
                    return log.Exists && log.Length > kilobytes << 10;
                },
                "erase", _world.Canary.Id);
        }

        _host = await ApiHost.StartAsync(At("a"));
        _world.MoveTo(_host);
        var known = Assert.Single((await _host.Machine.JsonAsync(Erasures)).GetProperty("items").EnumerateArray());
        await CompleteAsync(known.Text("id"));

        await IsNowhereAsync();
        Assert.Empty(StoredBytes.Find(At("a"), _world.Words));
    }

    [Fact]
    public async Task Order_IsForAdministrators_AndForLearnersWhoAreThere()
    {
        await (await _world.Ann.Client.PostAsJsonAsync(Erasures, new { learnerId = _world.Canary.Id })).ProblemWithStatusAsync(403);
        await (await _host.Anonymous.PostAsJsonAsync(Erasures, new { learnerId = _world.Canary.Id })).ProblemWithStatusAsync(401);
        await (await _host.Machine.PostAsJsonAsync(Erasures, new { learnerId = Ids.Derive("nobody") })).ProblemAsync(404, "learner.unknown");
        await (await _host.Machine.PostAsJsonAsync(Erasures, new { learnerId = "../x" })).ProblemAsync(404, "learner.unknown");
        var admin = await _host.AdminAsync();
        await (await admin.Client.PostAsJsonAsync(Erasures, new { learnerId = admin.Id })).ProblemAsync(409, "erasure.first-admin");
        await (await _host.Machine.GetAsync($"{Erasures}/{Ids.Derive("nothing")}")).ProblemAsync(404, "erasure.unknown");
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private async Task<JsonElement> OrderAsync()
    {
        using var answer = await _host.Machine.PostAsJsonAsync(Erasures, new { learnerId = _world.Canary.Id });
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        return await answer.JsonAsync();
    }

    private async Task<JsonElement> EraseAsync()
    {
        var (first, again) = (await OrderAsync(), await OrderAsync());
        Assert.Equal(first.Text("id"), again.Text("id"));
        return await CompleteAsync(first.Text("id"));
    }

    private async Task<JsonElement> CompleteAsync(string id)
    {
        await Eventually.UntilAsync(async () => (await _host.Machine.JsonAsync($"{Erasures}/{id}")).Text("state") == "complete");
        return await _host.Machine.JsonAsync($"{Erasures}/{id}");
    }

    private static async Task<IReadOnlyList<string>> TypesAsync(LiveClient client) =>
        [.. (await client.NextAsync("events")).GetProperty("events").EnumerateArray().Select(happened => happened.Text("type"))];

    private async Task IsShutOutAsync()
    {
        await (await _world.Canary.Client.GetAsync($"{Api}/me")).ProblemWithStatusAsync(401);
        using var login = await _host.Anonymous.PostAsJsonAsync($"{Api}/accounts/login", new { userName = CanaryWorld.UserName, password = ApiHost.Password });
        Assert.False(login.IsSuccessStatusCode);
        using var onBehalf = _host.Client(("X-Api-Key", ApiHost.ApiKey), ("X-On-Behalf-Of", _world.Canary.Id));
        Assert.False((await onBehalf.GetAsync($"{Api}/me")).IsSuccessStatusCode);
        await (await _world.Ann.Client.PutAsync($"{Api}/me/following/{_world.Canary.Id}", null)).ProblemWithStatusAsync(404);
        var back = await _host.Grains.GetGrain<Profiles.IProfileGrain>($"default/{_world.Canary.Id}").CreateAsync(new("Back again", "employees"));
        Assert.Equal("learner.erased", back.Refusal?.Code);
    }

    /// <summary>Whatever anyone may ask for.</summary>
    private async Task IsNowhereAsync()
    {
        foreach (var (who, address) in Addresses())
        {
            using var answer = await who.GetAsync(address);
            var text = await answer.Content.ReadAsStringAsync();
            Assert.Empty(_world.Words.Where(word => text.Contains(word, StringComparison.OrdinalIgnoreCase)).Select(word => $"{word} at {address}: {text}"));
        }
    }

    private IEnumerable<(HttpClient Who, string Address)> Addresses()
    {
        string[] lists =
        [
            "me/feed", "me/rooms", "me/followers", "me/following", "me/friends", "me/friends/requests", "me/blocks", "me/mutes", "me/groups",
            $"groups/{_world.Group}", $"groups/{_world.Group}/members", $"groups/{_world.Group}/posts",
            $"rooms/{_world.Room}", $"rooms/{_world.Direct}", $"rooms/{_world.Direct}/messages", $"rooms/{_world.Room}/messages?limit=200",
            $"rooms/{_world.Room}/messages/{_world.Room}.1", $"rooms/{_world.Room}/messages/{_world.Room}.2",
            $"posts/{_world.Post}", $"posts/{_world.Post}/history", $"posts/{_world.Post}/comments", $"posts/{_world.LongPost}/comments?limit=200",
            $"learners/{_world.Ann.Id}", $"learners/{_world.Ann.Id}/followers", $"learners/{_world.Ann.Id}/following", $"learners/{_world.Ann.Id}/posts",
            "learners?limit=200", "learners?name=qoxz", $"streams/room/{_world.Room}/events", $"streams/room/{_world.Room}/events?after=1-1",
            .. _world.CanaryPosts.Select(id => $"posts/{id}"),
        ];
        foreach (var list in lists)
        {
            yield return (_world.Ann.Client, $"{Api}/{list}");
            yield return (_world.Bob.Client, $"{Api}/{list}");
        }

        yield return (_host.Machine, $"{Api}/admin/erasures");
        yield return (_host.Machine, $"{Api}/admin/erasures/register");
    }

    private async Task OthersAreUntouchedAsync(JsonElement before)
    {
        var ann = _world.Ann.Client;
        var room = await ann.JsonAsync($"{Api}/rooms/{_world.Room}");
        Assert.Equal(2104, room.GetProperty("messageCount").GetInt64());
        var first = await ann.JsonAsync($"{Api}/rooms/{_world.Room}/messages/{_world.Room}.1");
        Assert.Equal(("", "erased"), (first.Text("text"), first.GetProperty("author").Text("id")));
        var second = await ann.JsonAsync($"{Api}/rooms/{_world.Room}/messages/{_world.Room}.2");
        Assert.Equal(("long ago, @erased said so", 0), (second.Text("text"), second.GetProperty("reactions").GetArrayLength()));
        var post = await ann.JsonAsync($"{Api}/posts/{_world.Post}");
        Assert.Equal(("I read what @erased wrote", 1, 1), (post.Text("text"), post.GetProperty("commentCount").GetInt32(), post.GetProperty("reactions").GetProperty("🎉").GetInt32()));
        Assert.Equal(320, (await ann.JsonAsync($"{Api}/posts/{_world.LongPost}")).GetProperty("commentCount").GetInt32());
        Assert.Equal(404, (int)(await ann.GetAsync($"{Api}/posts/{_world.CanaryPosts[0]}")).StatusCode);
        Assert.Equal(1, (await ann.JsonAsync($"{Api}/groups/{_world.Group}")).GetProperty("memberCount").GetInt32());
        Assert.Equal([_world.Bob.Id], await IdsAsync(ann, "me/followers"));
        Assert.Empty(await IdsAsync(ann, "me/following"));
        Assert.Equal([_world.Ann.Id], await IdsAsync(_world.Bob.Client, "me/following"));
        var direct = (await ann.JsonAsync($"{Api}/rooms/{_world.Direct}/messages")).GetProperty("items").EnumerateArray().Select(message => message.Text("text"));
        Assert.Equal(["an answer", ""], direct);
        await Eventually.UntilAsync(async () => await StatsAreAsync(before, learners: -1, posts: -3, follows: -2));
    }

    private async Task<bool> StatsAreAsync(JsonElement before, int learners, int posts, int follows)
    {
        var now = await _host.Machine.JsonAsync($"{Api}/admin/stats");
        return Differs("learners", learners) && Differs("posts", posts) && Differs("follows", follows) && Differs("messages", 0) && Differs("groups", 0);

        bool Differs(string what, int by) => now.GetProperty(what).GetInt64() == before.GetProperty(what).GetInt64() + by;
    }

    private static async Task<string[]> IdsAsync(HttpClient who, string list) =>
        [.. (await who.JsonAsync($"{Api}/{list}")).GetProperty("items").EnumerateArray().Select(person => person.Text("id"))];

    private async Task RecordNamesNobodyAsync(JsonElement erasure)
    {
        Assert.StartsWith("api-key:", erasure.Text("orderedBy"));
        Assert.True(erasure.GetProperty("rewritten").GetInt32() > 5 && erasure.GetProperty("deleted").GetInt32() > 5, erasure.ToString());
        var listed = Assert.Single((await _host.Machine.JsonAsync(Erasures)).GetProperty("items").EnumerateArray());
        Assert.Equal((erasure.Text("id"), "complete"), (listed.Text("id"), listed.Text("state")));
        Assert.Equal(erasure.ToString(), (await OrderAsync()).ToString());
    }

    private async Task ArchiveAsync(string name)
    {
        await using var file = File.Create(At(name));
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{Api}/admin/export");
        request.Headers.Accept.ParseAdd("application/gzip");
        using var answer = await _host.Machine.SendAsync(request);
        await answer.Content.CopyToAsync(file);
    }

    private async Task RegisterAsync(string name) => await File.WriteAllTextAsync(At(name), await _host.Machine.GetStringAsync($"{Erasures}/register"));

    /// <summary>A backup from before the erasure, restored with the register from after it.</summary>
    private async Task OldArchiveBringsNobodyBackAsync()
    {
        var restored = await Tool.RunAsync(At("c"), "import", "archive", At("old.jsonl.gz"), "--erasures", At("register.json"));
        Assert.True(restored.ExitCode == 0, restored.Error);
        Assert.Empty(StoredBytes.Find(At("c"), _world.Words));
        var verified = await Tool.RunAsync(At("c"), "verify");
        Assert.True(verified.ExitCode == 0, verified.Output);
        Assert.Equal(0, (await Tool.RunAsync(At("c"), "erasures", "apply", At("register.json"))).Count("erasures"));
        Assert.Equal(0, (await Tool.RunAsync(At("c"), "erasures", "export", At("again.json"))).ExitCode);
        Assert.Contains("\"completedAt\"", await File.ReadAllTextAsync(At("again.json")), StringComparison.Ordinal);
    }
}
