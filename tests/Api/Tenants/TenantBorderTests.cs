using System.Net.Http.Json;
using System.Text.Json;
using LmsActors.Live;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace LmsActors.Tenants;

/// <summary>Ids of one tenant, and of closed groups and conversations of one's own, lead nowhere for those who are not in there.</summary>
public sealed class TenantBorderTests(ApiHost host)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Ids_OfElsewhere_AreNotFound(bool isOfAnotherTenant)
    {
        var ann = await host.RegisterAsync("Ann");
        var stranger = isOfAnotherTenant ? await StrangerAsync() : await host.RegisterAsync("Stranger");
        var ids = await MakeAsync(ann);
        await using var hub = await LiveClient.ConnectAsync(host.Url, stranger.Token);
        foreach (var (method, address) in Requests(ids, isOfAnotherTenant))
        {
            using var request = new HttpRequestMessage(new(method), "/api/v1/" + address) { Content = method is "GET" or "DELETE" ? null : JsonContent.Create(Body) };
            using var answer = await stranger.Client.SendAsync(request);
            Assert.True((int)answer.StatusCode == 404, $"{method} {address}: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
        }

        foreach (var stream in Streams(ids, isOfAnotherTenant))
        {
            await (await stranger.Client.GetAsync($"/api/v1/streams/{stream}/events")).ProblemWithStatusAsync(404);
            var refused = await Assert.ThrowsAsync<HubException>(() => hub.SubscribeAsync(stream));
            Assert.Matches("(unknown|not-found): ", refused.Message);
        }

        await hub.Connection.InvokeAsync("Typing", ids.Room);
        Assert.Equal(0, (await ann.Client.JsonAsync($"/api/v1/rooms/{ids.Room}")).GetProperty("messageCount").GetInt32());
    }

    [Fact]
    public async Task Search_DoesNotReachOtherTenants()
    {
        var ann = await host.RegisterAsync($"Ann{Guid.CreateVersion7():N}");
        var stranger = await StrangerAsync();
        await Eventually.UntilAsync(async () => (await ann.Client.JsonAsync($"/api/v1/learners?name={ann.Name}")).GetProperty("items").GetArrayLength() == 1);

        Assert.Equal(0, (await stranger.Client.JsonAsync($"/api/v1/learners?name={ann.Name}")).GetProperty("items").GetArrayLength());
        Assert.Equal(0, (await stranger.Client.JsonAsync("/api/v1/groups")).GetProperty("items").GetArrayLength());
        Assert.Equal(0, (await stranger.Client.JsonAsync("/api/v1/rooms")).GetProperty("items").GetArrayLength());
        var mentioned = await (await stranger.Client.PostAsJsonAsync("/api/v1/posts", new { text = $"@{ann.Name}" })).JsonAsync();
        Assert.Empty(mentioned.GetProperty("mentions").EnumerateArray());
    }

    private static readonly object Body = new { text = "x", name = "x", sequence = 0, participants = new[] { "x" } };

    private static IEnumerable<(string Method, string Address)> Requests(World ids, bool isOfAnotherTenant)
    {
        foreach (var method in new[] { "GET", "PATCH" })
        {
            yield return (method, $"rooms/{ids.Room}");
            yield return (method, $"rooms/{ids.Conversation}");
            yield return (method, $"groups/{ids.Group}");
            yield return (method, $"posts/{ids.Post}");
            yield return (method, $"rooms/{ids.Conversation}/messages/{ids.Message}");
        }

        string[] readable =
        [
            $"rooms/{ids.Room}/messages", $"rooms/{ids.Conversation}/messages", $"groups/{ids.Group}/members", $"groups/{ids.Group}/requests",
            $"groups/{ids.Group}/posts", $"posts/{ids.Post}/comments", $"posts/{ids.Post}/history",
        ];
        (string, string)[] changing =
        [
            ("POST", $"rooms/{ids.Room}/messages"), ("POST", $"rooms/{ids.Conversation}/messages"), ("PUT", $"rooms/{ids.Room}/read"),
            ("POST", $"rooms/{ids.Room}/typing"), ("DELETE", $"rooms/{ids.Conversation}/messages/{ids.Message}"), ("DELETE", $"groups/{ids.Group}"),
            ("PUT", $"rooms/{ids.Conversation}/messages/{ids.Message}/reactions/x"), ("PUT", $"groups/{ids.Group}/members/me"),
            ("DELETE", $"groups/{ids.Group}/members/{ids.Learner}"), ("PUT", $"groups/{ids.Group}/bans/{ids.Learner}"),
            ("POST", $"posts/{ids.Post}/comments"), ("PUT", $"posts/{ids.Post}/reactions/%F0%9F%91%8D"), ("DELETE", $"posts/{ids.Post}"),
        ];
        string[] people = [$"learners/{ids.Learner}", $"learners/{ids.Learner}/posts", $"learners/{ids.Learner}/followers", $"learners/{ids.Learner}/following"];
        (string, string)[] toPeople = [.. new[] { "following", "friends", "blocks", "mutes" }.Select(list => ("PUT", $"me/{list}/{ids.Learner}"))];
        var all = readable.Select(address => ("GET", address)).Concat(changing);
        foreach (var request in isOfAnotherTenant ? all.Concat(people.Select(address => ("GET", address))).Concat(toPeople) : all)
        {
            yield return request;
        }
    }

    private static string[] Streams(World ids, bool isOfAnotherTenant)
    {
        string[] closed = [$"room/{ids.Room}", $"room/{ids.Conversation}", $"group/{ids.Group}", $"post/{ids.Post}", $"feed/{ids.Learner}"];
        return isOfAnotherTenant ? [.. closed, $"journal/{ids.Learner}"] : closed;
    }

    /// <summary>A secret group with its room, a conversation with a message, a post for friends.</summary>
    private async Task<World> MakeAsync(TestLearner ann)
    {
        var friend = await host.RegisterAsync("Friend");
        var group = await MadeAsync(ann, "groups", new { name = "Secret", kind = "secret" });
        var conversation = (await MadeAsync(ann, "conversations", new { participants = new[] { friend.Id } })).Text("id");
        var message = (await MadeAsync(ann, $"rooms/{conversation}/messages", new { text = "hidden" })).Text("id");
        var post = (await MadeAsync(ann, "posts", new { text = "hidden", audience = "friends" })).Text("id");
        return new(ann.Id, group.Text("id"), group.Text("roomId"), conversation, message, post);
    }

    private async Task<TestLearner> StrangerAsync()
    {
        await host.Grains.Tenant("border").CreateAsync("Another organisation");
        var userName = $"s.{Guid.CreateVersion7():N}"[..30];
        var who = new { userName, password = ApiHost.Password, name = "Stranger", tenant = "border" };
        (await host.Anonymous.PostAsJsonAsync("/api/v1/accounts/register", who)).EnsureSuccessStatusCode();
        var signedIn = await (await host.Anonymous.PostAsJsonAsync("/api/v1/accounts/login", who)).JsonAsync();
        var token = signedIn.Text("accessToken");
        return new(signedIn.Text("learnerId"), userName, "Stranger", token, host.Client(("Authorization", $"Bearer {token}")));
    }

    private static async Task<JsonElement> MadeAsync(TestLearner by, string address, object body) =>
        await (await by.Client.PostAsJsonAsync($"/api/v1/{address}", body)).JsonAsync();

    private sealed record World(string Learner, string Group, string Room, string Conversation, string Message, string Post);
}
