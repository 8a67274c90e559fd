using System.Net.Http.Json;
using LmsActors.Live;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace LmsActors.Connections;

/// <summary>Whom a block keeps apart: nothing that the one says or is called reaches the other, by any way there is.</summary>
public sealed class BlockTests(ApiHost host)
{
    private const string Unsaid = "said-by-the-blocked";

    [Fact]
    public async Task BlockedText_IsNowhere()
    {
        var world = await WorldAsync();
        foreach (var address in world.Addresses)
        {
            // To somebody else it is shown: else the test would prove nothing.
            await Eventually.UntilAsync(() => ShowsAsync(world.Ann, address, world.Eve));
        }

        (await world.Bob.Client.PutAsync($"/api/v1/me/blocks/{world.Eve.Id}", null)).EnsureSuccessStatusCode();

        foreach (var address in world.Addresses)
        {
            await Eventually.UntilAsync(async () => !await ShowsAsync(world.Bob, address, world.Eve));
        }
    }

    [Fact]
    public async Task Conversation_OfTwo_IsGoneForBothWhileTheBlockLasts()
    {
        var (bob, eve) = (await host.RegisterAsync("Bob"), await host.RegisterAsync("Eve"));
        var room = (await (await bob.Client.PostAsJsonAsync("/api/v1/conversations", new { participants = new[] { eve.Id } })).JsonAsync()).Text("id");
        await using var client = await LiveClient.ConnectAsync(host.Url, eve.Token);
        await client.SubscribeAsync($"room/{room}");

        (await bob.Client.PutAsync($"/api/v1/me/blocks/{eve.Id}", null)).EnsureSuccessStatusCode();

        Assert.Equal("viewer-changed", (await client.NextAsync("resync")).Text("reason"));
        Assert.Contains("room.unknown", (await Assert.ThrowsAsync<HubException>(() => client.SubscribeAsync($"room/{room}"))).Message);
        foreach (var one in new[] { bob, eve })
        {
            await (await one.Client.GetAsync($"/api/v1/rooms/{room}/messages")).ProblemAsync(404, "room.unknown");
            await (await one.Client.PostAsJsonAsync($"/api/v1/rooms/{room}/messages", new { text = "x" })).ProblemAsync(404, "room.unknown");
        }

        (await bob.Client.DeleteAsync($"/api/v1/me/blocks/{eve.Id}")).EnsureSuccessStatusCode();
        (await eve.Client.PostAsJsonAsync($"/api/v1/rooms/{room}/messages", new { text = "x" })).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task Ticks_OfTheBlocked_DoNotNameThem()
    {
        var world = await WorldAsync();
        (await world.Bob.Client.PutAsync($"/api/v1/me/blocks/{world.Eve.Id}", null)).EnsureSuccessStatusCode();
        await using var bob = await LiveClient.ConnectAsync(host.Url, world.Bob.Token);
        await using var eve = await LiveClient.ConnectAsync(host.Url, world.Eve.Token);
        await using var ann = await LiveClient.ConnectAsync(host.Url, world.Ann.Token);
        await bob.SubscribeAsync($"room/{world.Room}");
        await eve.SubscribeAsync($"room/{world.Room}");

        await eve.Connection.InvokeAsync("Typing", world.Room);
        await ann.Connection.InvokeAsync("Typing", world.Room);

        var tick = await bob.NextAsync("tick");
        while (!tick.GetRawText().Contains(world.Ann.Id))
        {
            Assert.DoesNotContain(world.Eve.Id, tick.GetRawText());
            tick = await bob.NextAsync("tick");
        }

        Assert.DoesNotContain(world.Eve.Id, tick.GetRawText());
    }

    [Fact]
    public async Task WhatTheBlockedWrote_CannotBeAnswered()
    {
        var world = await WorldAsync();
        (await world.Bob.Client.PutAsync($"/api/v1/me/blocks/{world.Eve.Id}", null)).EnsureSuccessStatusCode();
        var (client, room) = (world.Bob.Client, $"/api/v1/rooms/{world.Room}/messages");

        await (await client.PostAsJsonAsync(room, new { text = "re", replyTo = world.Message })).ProblemAsync(404, "message.unknown");
        await (await client.PutAsync($"{room}/{world.Message}/reactions/x", null)).ProblemAsync(404, "message.unknown");
        await (await client.PostAsJsonAsync($"/api/v1/posts/{world.Post}/comments", new { text = "re" })).ProblemAsync(404, "post.not-found");
        await (await client.PutAsync($"/api/v1/posts/{world.Post}/reactions/%F0%9F%91%8D", null)).ProblemAsync(404, "post.not-found");
        var mentioned = await (await client.PostAsJsonAsync("/api/v1/posts", new { text = $"@{world.Eve.Name}" })).JsonAsync();
        Assert.Empty(mentioned.GetProperty("mentions").EnumerateArray());
    }

    private static async Task<bool> ShowsAsync(TestLearner viewer, string address, TestLearner whom)
    {
        using var answer = await viewer.Client.GetAsync(address);
        var text = await answer.Content.ReadAsStringAsync();
        return text.Contains(Unsaid) || text.Contains(whom.Id) || text.Contains(whom.Name);
    }

    /// <summary>Eve has said something everywhere that Ann and Bob can look.</summary>
    private async Task<World> WorldAsync()
    {
        var (ann, bob) = (await host.RegisterAsync("Ann"), await host.RegisterAsync("Bob"));
        var eve = await host.RegisterAsync($"Eve{Guid.CreateVersion7():N}");
        var group = await MadeAsync(ann, "groups", new { name = "All of us", kind = "open" });
        var (groupId, room) = (group.Text("id"), group.Text("roomId"));
        foreach (var one in new[] { bob, eve })
        {
            (await one.Client.PutAsync($"/api/v1/groups/{groupId}/members/me", null)).EnsureSuccessStatusCode();
            (await one.Client.PutAsync($"/api/v1/me/following/{ann.Id}", null)).EnsureSuccessStatusCode();
        }

        (await bob.Client.PutAsync($"/api/v1/me/following/{eve.Id}", null)).EnsureSuccessStatusCode();
        (await ann.Client.PutAsync($"/api/v1/me/following/{eve.Id}", null)).EnsureSuccessStatusCode();
        (await eve.Client.PutAsync($"/api/v1/me/following/{bob.Id}", null)).EnsureSuccessStatusCode();
        var post = (await MadeAsync(eve, "posts", new { text = Unsaid })).Text("id");
        var groupPost = (await MadeAsync(eve, "posts", new { text = Unsaid, audience = $"group:{groupId}" })).Text("id");
        var annPost = (await MadeAsync(ann, "posts", new { text = "Comment on this" })).Text("id");
        await MadeAsync(eve, $"posts/{annPost}/comments", new { text = Unsaid });
        var message = (await MadeAsync(eve, $"rooms/{room}/messages", new { text = Unsaid })).Text("id");
        var annMessage = (await MadeAsync(ann, $"rooms/{room}/messages", new { text = "React to this" })).Text("id");
        (await eve.Client.PutAsync($"/api/v1/rooms/{room}/messages/{annMessage}/reactions/%F0%9F%91%8D", null)).EnsureSuccessStatusCode();
        var three = (await MadeAsync(ann, "conversations", new { participants = new[] { bob.Id, eve.Id } })).Text("id");
        await MadeAsync(eve, $"rooms/{three}/messages", new { text = Unsaid });
        await Eventually.UntilAsync(async () => await ShowsAsync(bob, "/api/v1/me/feed", eve));
        string[] addresses =
        [
            "me/feed", "me/following", "me/followers", "me/rooms", $"learners?name={eve.Name}", $"learners/{eve.Id}", $"learners/{eve.Id}/posts",
            $"learners/{ann.Id}/followers", $"learners/{ann.Id}/following", $"groups/{groupId}/members",
            $"groups/{groupId}/posts", $"rooms/{room}/messages", $"rooms/{room}/messages/{message}", $"rooms/{room}/messages/{annMessage}",
            $"rooms/{three}", $"rooms/{three}/messages", $"posts/{post}", $"posts/{post}/history", $"posts/{groupPost}", $"posts/{annPost}/comments",
            $"streams/room/{room}/events", $"streams/room/{room}/events?after=1-1", $"streams/room/{three}/events", $"streams/post/{post}/events",
            $"streams/post/{annPost}/events", $"streams/post/{annPost}/events?after=1-1", $"streams/journal/{eve.Id}/events", $"streams/group/{groupId}/events",
            "streams/feed/me/events",
        ];
        return new(ann, bob, eve, room, message, post, [.. addresses.Select(address => "/api/v1/" + address)]);
    }

    private static async Task<System.Text.Json.JsonElement> MadeAsync(TestLearner by, string address, object body) =>
        await (await by.Client.PostAsJsonAsync($"/api/v1/{address}", body)).JsonAsync();

    private sealed record World(TestLearner Ann, TestLearner Bob, TestLearner Eve, string Room, string Message, string Post, string[] Addresses);
}
