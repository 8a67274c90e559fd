using System.Net;
using System.Net.Http.Json;

namespace LmsActors.Groups;

public sealed class GroupTests(ApiHost host)
{
    [Fact]
    public async Task Create_ThenRead_IsTheGroupWithItsRoom()
    {
        var ada = await host.RegisterAsync("Ada");

        using var answer = await ada.Client.PostAsJsonAsync("/api/v1/groups", new { name = "Weavers of Ghent", kind = "open" });
        var group = await answer.JsonAsync();

        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        Assert.Equal($"/api/v1/groups/{group.Text("id")}", answer.Headers.Location?.OriginalString);
        Assert.Equal(("Weavers of Ghent", "open", "owner", "member"), (group.Text("name"), group.Text("kind"), group.Text("myRole"), group.Text("myState")));
        Assert.Equal(1, group.GetProperty("memberCount").GetInt32());
        Assert.Equal("Weavers of Ghent", (await ada.Client.JsonAsync($"/api/v1/rooms/{group.Text("roomId")}")).Text("name"));
        Assert.Equal(group.GetRawText(), (await ada.Client.JsonAsync($"/api/v1/groups/{group.Text("id")}")).GetRawText());
        await UntilAsync([group.Text("id")], () => IdsAsync(ada, "/api/v1/me/groups"));
        var bob = await host.RegisterAsync("Bob");
        await UntilAsync([group.Text("id")], () => IdsAsync(bob, "/api/v1/groups?name=weavers%20OF%20ghent"));
    }

    [Fact]
    public async Task Create_WithTheSameKey_IsOneGroup()
    {
        var ada = await host.RegisterAsync("Ada");

        var first = await (await CreateAsync(ada, "Twice", "key-1")).JsonAsync();
        var second = await (await CreateAsync(ada, "Twice", "key-1")).JsonAsync();

        Assert.Equal(first.Text("id"), second.Text("id"));
        await (await CreateAsync(ada, "Otherwise", "key-1")).ProblemAsync(422, "operation.reused");
        await UntilAsync([first.Text("id")], () => IdsAsync(ada, "/api/v1/me/groups"));
    }

    [Theory]
    [InlineData("""{ "kind": "open" }""", "request.malformed")]
    [InlineData("""{ "name": "x", "kind": "round" }""", "request.malformed")]
    [InlineData("""{ "name": "", "kind": "open" }""", "group.name-invalid")]
    [InlineData("""{ "name": "x\ny", "kind": "open" }""", "group.name-invalid")]
    public async Task Create_FromWhatIsNoGroup_IsRefused(string body, string code)
    {
        var ada = await host.RegisterAsync("Ada");
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");

        await (await ada.Client.PostAsync("/api/v1/groups", content)).ProblemAsync(400, code);
    }

    [Fact]
    public async Task ClosedGroup_IsAskedForApprovedAndLeft()
    {
        var (ada, bob) = (await host.RegisterAsync("Ada"), await host.RegisterAsync("Bob"));
        var id = await FoundAsync(ada, "closed");

        using var asked = await bob.Client.PutAsync($"/api/v1/groups/{id}/members/me", null);
        var seen = await bob.Client.JsonAsync($"/api/v1/groups/{id}");

        Assert.Equal(HttpStatusCode.Accepted, asked.StatusCode);
        Assert.Equal("requested", (await asked.JsonAsync()).Text("state"));
        Assert.False(seen.TryGetProperty("roomId", out _));
        await (await bob.Client.GetAsync($"/api/v1/groups/{id}/members")).ProblemAsync(403, "group.members-only");
        await (await bob.Client.GetAsync($"/api/v1/groups/{id}/requests")).ProblemAsync(403, "group.not-a-moderator");
        await UntilAsync(["Bob"], () => NamesAsync(ada, $"/api/v1/groups/{id}/requests"));

        using var approved = await ada.Client.PutAsync($"/api/v1/groups/{id}/members/{bob.Id}", null);
        Assert.Equal(HttpStatusCode.OK, approved.StatusCode);
        await UntilAsync(["Ada", "Bob"], async () => [.. (await NamesAsync(bob, $"/api/v1/groups/{id}/members")).Order()]);
        Assert.Equal(["Ada"], await NamesAsync(bob, $"/api/v1/groups/{id}/members?role=owner"));

        await (await bob.Client.GetAsync($"/api/v1/groups/{id}/members?role=2")).ProblemAsync(400, "request.malformed");

        Assert.Equal(HttpStatusCode.NoContent, (await bob.Client.DeleteAsync($"/api/v1/groups/{id}/members/me")).StatusCode);
        await UntilAsync(["1"], async () => [(await ada.Client.JsonAsync($"/api/v1/groups/{id}")).GetProperty("memberCount").GetRawText()]);
        await UntilAsync([], () => IdsAsync(bob, "/api/v1/me/groups"));
    }

    [Fact]
    public async Task SecretGroup_ForAStranger_IsNowhere()
    {
        var (ada, eve) = (await host.RegisterAsync("Ada"), await host.RegisterAsync("Eve"));
        var id = await FoundAsync(ada, "secret", "Hidden hatch");
        var room = (await ada.Client.JsonAsync($"/api/v1/groups/{id}")).Text("roomId");

        await UntilAsync([id], () => IdsAsync(ada, "/api/v1/groups?name=hidden"));
        Assert.Empty(await IdsAsync(eve, "/api/v1/groups?name=hidden"));
        foreach (var path in new[] { "", "/members", "/requests", "/bans", "/invitations" })
        {
            await (await eve.Client.GetAsync($"/api/v1/groups/{id}{path}")).ProblemAsync(404, "group.not-found");
        }

        await (await eve.Client.PutAsync($"/api/v1/groups/{id}/members/me", null)).ProblemAsync(404, "group.not-found");
        await (await eve.Client.DeleteAsync($"/api/v1/groups/{id}/members/me")).ProblemAsync(404, "group.not-found");
        await (await eve.Client.PatchAsJsonAsync($"/api/v1/groups/{id}", new { name = "x" })).ProblemAsync(404, "group.not-found");
        await (await eve.Client.DeleteAsync($"/api/v1/groups/{id}")).ProblemAsync(404, "group.not-found");
        Assert.Equal(HttpStatusCode.NotFound, (await eve.Client.GetAsync($"/api/v1/rooms/{room}")).StatusCode);
    }

    [Fact]
    public async Task Roles_AreGivenByOwnersAndTheLastOwnerStays()
    {
        var (ada, bob) = (await host.RegisterAsync("Ada"), await host.RegisterAsync("Bob"));
        var id = await FoundAsync(ada, "open");

        await (await GiveAsync(ada, id, bob, "owner")).ProblemAsync(409, "group.not-a-member");
        (await bob.Client.PutAsync($"/api/v1/groups/{id}/members/me", null)).EnsureSuccessStatusCode();
        await (await GiveAsync(bob, id, bob, "owner")).ProblemAsync(403, "group.not-an-owner");
        await (await ada.Client.DeleteAsync($"/api/v1/groups/{id}/members/me")).ProblemAsync(409, "group.last-owner");
        Assert.Equal("owner", (await (await GiveAsync(ada, id, bob, "owner")).JsonAsync()).Text("role"));
        Assert.Equal(HttpStatusCode.NoContent, (await ada.Client.DeleteAsync($"/api/v1/groups/{id}/members/me")).StatusCode);
        Assert.Equal("owner", (await bob.Client.JsonAsync($"/api/v1/groups/{id}")).Text("myRole"));
    }

    [Fact]
    public async Task Ban_KeepsOutUntilItIsLifted()
    {
        var (ada, eve) = (await host.RegisterAsync("Ada"), await host.RegisterAsync("Eve"));
        var id = await FoundAsync(ada, "open");
        (await eve.Client.PutAsync($"/api/v1/groups/{id}/members/me", null)).EnsureSuccessStatusCode();

        (await ada.Client.PutAsync($"/api/v1/groups/{id}/bans/{eve.Id}", null)).EnsureSuccessStatusCode();

        await (await eve.Client.PutAsync($"/api/v1/groups/{id}/members/me", null)).ProblemAsync(403, "group.banned");
        Assert.Equal("banned", (await eve.Client.JsonAsync($"/api/v1/groups/{id}")).Text("myState"));
        await UntilAsync(["Eve"], () => NamesAsync(ada, $"/api/v1/groups/{id}/bans"));
        await (await ada.Client.PutAsync($"/api/v1/groups/{id}/bans/{ada.Id}", null)).ProblemAsync(400, "group.yourself");
        (await ada.Client.DeleteAsync($"/api/v1/groups/{id}/bans/{eve.Id}")).EnsureSuccessStatusCode();
        (await eve.Client.PutAsync($"/api/v1/groups/{id}/members/me", null)).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task Administrator_OfTheTenant_MayModerateASecretGroup()
    {
        var (ada, bob, admin) = (await host.RegisterAsync("Ada"), await host.RegisterAsync("Bob"), await host.AdminAsync());
        var id = await FoundAsync(ada, "secret");

        Assert.Equal(HttpStatusCode.Accepted, (await admin.Client.PutAsync($"/api/v1/groups/{id}/members/{bob.Id}", null)).StatusCode);
        await UntilAsync([id], () => IdsAsync(bob, "/api/v1/me/groups?state=invited"));
        Assert.Equal("Renamed", (await (await admin.Client.PatchAsJsonAsync($"/api/v1/groups/{id}", new { name = "Renamed" })).JsonAsync()).Text("name"));
        Assert.Equal(HttpStatusCode.NoContent, (await admin.Client.DeleteAsync($"/api/v1/groups/{id}")).StatusCode);
        await (await ada.Client.GetAsync($"/api/v1/groups/{id}")).ProblemAsync(404, "group.not-found");
    }

    [Fact]
    public async Task Group_AfterARestart_IsAsItWas()
    {
        var data = Directory.CreateTempSubdirectory("lms-groups-").FullName;
        try
        {
            string id, userName, before;
            await using (var first = await ApiHost.StartAsync(data))
            {
                var ada = await first.RegisterAsync("Ada");
                (id, userName) = (await FoundAsync(ada, "closed"), ada.UserName);
                before = (await ada.Client.JsonAsync($"/api/v1/groups/{id}")).GetRawText();
            }

            await using var second = await ApiHost.StartAsync(data);
            var again = await second.LoginAsync(userName);
            Assert.Equal(before, (await again.Client.JsonAsync($"/api/v1/groups/{id}")).GetRawText());
            Assert.Equal(["Ada"], await NamesAsync(again, $"/api/v1/groups/{id}/members"));
        }
        finally
        {
            Directory.Delete(data, recursive: true);
        }
    }

    private static async Task<HttpResponseMessage> CreateAsync(TestLearner by, string name, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/groups")
        {
            Content = JsonContent.Create(new { name, kind = "open" }),
            Headers = { { "Idempotency-Key", key } },
        };
        return await by.Client.SendAsync(request);
    }

    private static async Task<string> FoundAsync(TestLearner by, string kind, string name = "A group") =>
        (await (await by.Client.PostAsJsonAsync("/api/v1/groups", new { name, kind })).JsonAsync()).Text("id");

    private static Task<HttpResponseMessage> GiveAsync(TestLearner by, string groupId, TestLearner to, string role) =>
        by.Client.PutAsJsonAsync($"/api/v1/groups/{groupId}/members/{to.Id}", new { role });

    private static async Task<IReadOnlyList<string>> IdsAsync(TestLearner by, string path) =>
        [.. (await by.Client.JsonAsync(path)).GetProperty("items").EnumerateArray().Select(item => item.Text("id"))];

    /// <summary>What is derived may be a moment behind; at most 30 s.</summary>
    private static async Task UntilAsync(IReadOnlyList<string> expected, Func<Task<IReadOnlyList<string>>> ask)
    {
        var (started, actual) = (TimeProvider.System.GetTimestamp(), await ask());
        while (!expected.SequenceEqual(actual) && TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(30))
        {
            actual = await ask();
        }

        Assert.Equal(expected, actual);
    }

    private static async Task<IReadOnlyList<string>> NamesAsync(TestLearner by, string path) =>
        [.. (await by.Client.JsonAsync(path)).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("learner").Text("name"))];
}
