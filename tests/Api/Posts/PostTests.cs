using System.Net.Http.Json;
using System.Text.Json;

namespace LmsActors.Posts;

/// <summary>Posts and feeds over HTTP.</summary>
public sealed class PostTests(ApiHost host)
{
    [Fact]
    public async Task Post_ReadBack_HasTheShapeThatIsPromised()
    {
        var ann = await host.RegisterAsync();
        using var answer = await ann.Client.PostAsJsonAsync("/api/v1/posts", new { text = "Hello **world**" });
        var made = await answer.JsonAsync();

        Assert.Equal(201, (int)answer.StatusCode);
        Assert.Equal($"/api/v1/posts/{made.Text("id")}", answer.Headers.Location!.OriginalString);
        var post = await ann.Client.JsonAsync($"/api/v1/posts/{made.Text("id")}");
        Assert.Equal("<p>Hello <strong>world</strong></p>", post.Text("html").Trim());
        Assert.Equal("everyone", post.Text("audience"));
        Assert.Equal(ann.Id, post.GetProperty("author").Text("id"));
        Assert.Equal(0, post.GetProperty("commentCount").GetInt32());
        Assert.Equal(made.Text("id"), (await Feed(ann))[0].Text("id"));
        Assert.Equal(made.Text("id"), (await Items(ann, $"/api/v1/learners/{ann.Id}/posts")).Single().Text("id"));
    }

    [Fact]
    public async Task Post_WithAnIdempotencyKey_IsMadeOnce()
    {
        var ann = await host.RegisterAsync();
        var first = await (await PostAsync(ann, "once", "key-1")).JsonAsync();
        var again = await (await PostAsync(ann, "once", "key-1")).JsonAsync();

        Assert.Equal(first.Text("id"), again.Text("id"));
        Assert.Single(await Items(ann, $"/api/v1/learners/{ann.Id}/posts"));
        await (await PostAsync(ann, "other", "key-1")).ProblemAsync(422, "operation.reused");
    }

    [Theory]
    [InlineData("<script>alert(1)</script>", "<script")]
    [InlineData("[x](javascript:alert(1))", "href=\"javascript")]
    [InlineData("<img src=x onerror=alert(1)>", "<img")]
    public async Task Post_WithMarkupThatBites_IsHarmless(string text, string never)
    {
        var ann = await host.RegisterAsync();
        var made = await (await PostAsync(ann, text)).JsonAsync();
        var comment = await (await ann.Client.PostAsJsonAsync($"/api/v1/posts/{made.Text("id")}/comments", new { text })).JsonAsync();

        Assert.DoesNotContain(never, made.Text("html"), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(never, comment.Text("html"), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Post_OutOfBounds_IsRefused()
    {
        var ann = await host.RegisterAsync();

        await (await PostAsync(ann, new('x', 20_001))).ProblemAsync(400, "post.text-too-long");
        await (await PostAsync(ann, " ")).ProblemAsync(400, "post.empty-text");
        await (await ann.Client.PostAsJsonAsync("/api/v1/posts", new { text = "x", audience = "world" })).ProblemAsync(400, "post.unknown-audience");
        Assert.False((await PostAsync(ann, string.Join(' ', Enumerable.Range(0, 51).Select(n => $"@name{n}")))).IsSuccessStatusCode);
    }

    [Fact]
    public async Task Post_MentioningALearner_NamesTheLearner()
    {
        var (ann, ben) = (await host.RegisterAsync(), await host.RegisterAsync($"Ben{Ids.New(TimeProvider.System.GetUtcNow())}"));
        await EventuallyAsync(async () => (await Mentions(ann, ben.Name)).SequenceEqual([ben.Id]));
    }

    [Fact]
    public async Task Post_ForFriends_IsNotFoundByOthers()
    {
        var (ann, ben) = (await host.RegisterAsync(), await host.RegisterAsync());
        var made = await (await ann.Client.PostAsJsonAsync("/api/v1/posts", new { text = "secret", audience = "friends" })).JsonAsync();
        var id = made.Text("id");

        await (await ben.Client.GetAsync($"/api/v1/posts/{id}")).ProblemAsync(404, "post.not-found");
        await (await ben.Client.GetAsync($"/api/v1/posts/{id}/comments")).ProblemAsync(404, "post.not-found");
        await (await ben.Client.GetAsync($"/api/v1/posts/{id}/history")).ProblemAsync(404, "post.not-found");
        await (await ben.Client.PutAsync($"/api/v1/posts/{id}/reactions/%F0%9F%91%8D", null)).ProblemAsync(404, "post.not-found");
        await (await ben.Client.DeleteAsync($"/api/v1/posts/{id}")).ProblemAsync(404, "post.not-found");
        Assert.Empty(await Items(ben, $"/api/v1/learners/{ann.Id}/posts"));
        await (await ben.Client.GetAsync("/api/v1/learners/nobody/posts")).ProblemAsync(404, "learner.not-found");
        await (await ben.Client.GetAsync("/api/v1/groups/nothing/posts")).ProblemAsync(404, "group.not-found");
    }

    [Fact]
    public async Task Post_EditedCommentedReactedDeleted_IsAsItWasLeft()
    {
        var (ann, ben) = (await host.RegisterAsync(), await host.RegisterAsync());
        var post = $"/api/v1/posts/{(await (await PostAsync(ann, "one")).JsonAsync()).Text("id")}";
        await (await ann.Client.PatchAsJsonAsync(post, new { text = "two" })).JsonAsync();
        await (await ben.Client.PatchAsJsonAsync(post, new { text = "mine" })).ProblemAsync(403, "post.not-the-author");
        var comment = await (await ben.Client.PostAsJsonAsync($"{post}/comments", new { text = "nice" })).JsonAsync();
        await (await ben.Client.PatchAsJsonAsync($"{post}/comments/{comment.Text("id")}", new { text = "nicer" })).JsonAsync();
        await (await ben.Client.PutAsync($"{post}/reactions/%F0%9F%91%8D", null)).JsonAsync();

        var shown = await ben.Client.JsonAsync(post);
        Assert.Equal(("two", 1, 1), (shown.Text("text"), shown.GetProperty("commentCount").GetInt32(), shown.GetProperty("reactions").GetProperty("👍").GetInt32()));
        Assert.Equal("👍", Assert.Single(shown.GetProperty("myReactions").EnumerateArray()).GetString());
        Assert.Equal("nicer", (await Items(ann, $"{post}/comments")).Single().Text("text"));
        Assert.Equal(["two", "one"], (await Items(ben, $"{post}/history")).Select(version => version.Text("text")));

        Assert.Equal(204, (int)(await ann.Client.DeleteAsync($"{post}/comments/{comment.Text("id")}")).StatusCode);
        Assert.Empty(await Items(ann, $"{post}/comments"));
        Assert.Equal(204, (int)(await ann.Client.DeleteAsync(post)).StatusCode);
        await (await ann.Client.GetAsync(post)).ProblemAsync(404, "post.not-found");
        Assert.Empty(await Feed(ann));
    }

    [Fact]
    public async Task Feed_Paged_GivesEachPostOnce()
    {
        var ann = await host.RegisterAsync();
        for (var i = 0; i < 12; i++)
        {
            await (await PostAsync(ann, $"post {i}")).JsonAsync();
        }

        var (seen, address) = (new List<string>(), "/api/v1/me/feed?limit=5");
        while (address is not null)
        {
            using var answer = await ann.Client.GetAsync(address);
            var page = await answer.JsonAsync();
            seen.AddRange(page.GetProperty("items").EnumerateArray().Select(post => post.Text("text")));
            address = page.GetProperty("next").GetString() is { } next ? $"/api/v1/me/feed?limit=5&cursor={Uri.EscapeDataString(next)}" : null;
        }

        Assert.Equal(Enumerable.Range(0, 12).Reverse().Select(i => $"post {i}"), seen);
    }

    private static async Task<IEnumerable<string?>> Mentions(TestLearner by, string name)
    {
        var made = await (await PostAsync(by, $"Look, @{name}!")).JsonAsync();
        return made.GetProperty("mentions").EnumerateArray().Select(id => id.GetString());
    }

    private static async Task EventuallyAsync(Func<Task<bool>> isSo)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await isSo())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(30), "It did not come about in 30 seconds.");
        }
    }

    private static async Task<HttpResponseMessage> PostAsync(TestLearner learner, string text, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/posts") { Content = JsonContent.Create(new { text }) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await learner.Client.SendAsync(request);
    }

    private static Task<List<JsonElement>> Feed(TestLearner learner) => Items(learner, "/api/v1/me/feed");

    private static async Task<List<JsonElement>> Items(TestLearner learner, string address) =>
        [.. (await learner.Client.JsonAsync(address)).GetProperty("items").EnumerateArray()];
}
