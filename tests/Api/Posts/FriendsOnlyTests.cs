using System.Net.Http.Json;
using LmsActors.Live;
using Microsoft.AspNetCore.SignalR;

namespace LmsActors.Posts;

/// <summary>What is for friends reaches nobody else: no list, no feed, no stream, no count.</summary>
public sealed class FriendsOnlyTests(ApiHost host)
{
    private const string Secret = "for-friends-only";

    [Fact]
    public async Task Post_ForFriends_ReachesFriendsOnly()
    {
        var (ann, friend, follower) = (await host.RegisterAsync("Ann"), await host.RegisterAsync("Friend"), await host.RegisterAsync("Follower"));
        (await ann.Client.PutAsync($"/api/v1/me/friends/{friend.Id}", null)).EnsureSuccessStatusCode();
        (await friend.Client.PutAsync($"/api/v1/me/friends/{ann.Id}", null)).EnsureSuccessStatusCode();
        (await follower.Client.PutAsync($"/api/v1/me/following/{ann.Id}", null)).EnsureSuccessStatusCode();
        await using var hub = await LiveClient.ConnectAsync(host.Url, follower.Token);
        await hub.SubscribeAsync("feed/me");
        await hub.SubscribeAsync($"journal/{ann.Id}");
        var before = await CountsAsync(follower, ann);

        var post = (await (await ann.Client.PostAsJsonAsync("/api/v1/posts", new { text = Secret, audience = "friends" })).JsonAsync()).Text("id");
        (await friend.Client.PostAsJsonAsync($"/api/v1/posts/{post}/comments", new { text = Secret })).EnsureSuccessStatusCode();
        (await ann.Client.PostAsJsonAsync("/api/v1/posts", new { text = "for everyone" })).EnsureSuccessStatusCode();

        await Eventually.UntilAsync(async () => (await friend.Client.GetStringAsync("/api/v1/me/feed")).Contains(Secret));
        await Eventually.UntilAsync(async () => (await follower.Client.GetStringAsync("/api/v1/me/feed")).Contains("for everyone"));
        foreach (var stream in new[] { "feed/me", $"journal/{ann.Id}" })
        {
            // The next that comes is the post that was made after the secret one.
            var pushed = (await hub.NextAsync("events")).GetRawText();
            Assert.DoesNotContain(Secret, pushed);
            Assert.DoesNotContain(post, pushed);
            Assert.DoesNotContain(post, await follower.Client.GetStringAsync($"/api/v1/streams/{stream}/events"));
        }

        Assert.DoesNotContain(Secret, await follower.Client.GetStringAsync("/api/v1/me/feed"));
        Assert.DoesNotContain(Secret, await follower.Client.GetStringAsync($"/api/v1/learners/{ann.Id}/posts"));
        Assert.Equal(before, await CountsAsync(follower, ann));
        Assert.Contains("post.not-found", (await Assert.ThrowsAsync<HubException>(() => hub.SubscribeAsync($"post/{post}"))).Message);
        await (await follower.Client.PostAsJsonAsync($"/api/v1/posts/{post}/comments", new { text = "x" })).ProblemAsync(404, "post.not-found");
    }

    /// <summary>What others are told of a learner in figures.</summary>
    private static async Task<string> CountsAsync(TestLearner viewer, TestLearner learner) =>
        (await viewer.Client.JsonAsync($"/api/v1/learners/{learner.Id}")).GetProperty("counts").GetRawText();
}
