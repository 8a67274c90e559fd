namespace LmsActors.Connections;

public sealed class ConnectionEndpointsTests(ApiHost host)
{
    [Fact]
    public async Task Follow_Repeated_AnswersTheRelationAndCountsOnce()
    {
        var (ann, bob) = await TwoAsync();

        await PutAsync(ann, "following", bob);
        Assert.True((await PutAsync(ann, "following", bob)).GetProperty("following").GetBoolean());

        var seen = await ann.Client.JsonAsync($"/api/v1/learners/{bob.Id}");
        Assert.True(seen.GetProperty("relation").GetProperty("following").GetBoolean());
        await Eventually.UntilAsync(async () => await CountAsync(ann, bob, "followers") == 1);
        Assert.Equal([ann.Id], await IdsAsync(bob, $"learners/{bob.Id}/followers"));
        Assert.Equal([bob.Id], await IdsAsync(bob, $"learners/{ann.Id}/following"));
        Assert.False((await DeleteAsync(ann, "following", bob)).GetProperty("following").GetBoolean());
        Assert.False((await DeleteAsync(ann, "following", bob)).GetProperty("following").GetBoolean());
        await Eventually.UntilAsync(async () => await CountAsync(ann, bob, "followers") == 0);
    }

    [Fact]
    public async Task Friends_RequestAndAccept_BothHaveEachOther()
    {
        var (ann, bob) = await TwoAsync();

        Assert.Equal("sent", (await PutAsync(ann, "friends", bob)).Text("requested"));
        Assert.Equal([ann.Id], await IdsAsync(bob, "me/friends/requests"));
        Assert.Equal([bob.Id], await IdsAsync(ann, "me/friends/requests?sent=true"));
        Assert.True((await PutAsync(bob, "friends", ann)).GetProperty("friend").GetBoolean());
        Assert.Equal([bob.Id], await IdsAsync(ann, "me/friends"));
        Assert.Equal([ann.Id], await IdsAsync(bob, "me/friends"));

        await DeleteAsync(bob, "friends", ann);
        Assert.Empty(await IdsAsync(ann, "me/friends"));
    }

    [Fact]
    public async Task Block_EitherWay_TheOtherDoesNotExist()
    {
        var (ann, bob) = await TwoAsync();
        await PutAsync(bob, "following", ann);

        using var blocked = await ann.Client.PutAsync($"/api/v1/me/blocks/{bob.Id}", null);
        Assert.Equal(204, (int)blocked.StatusCode);

        foreach (var (from, to) in new[] { (ann, bob), (bob, ann) })
        {
            await (await from.Client.GetAsync($"/api/v1/learners/{to.Id}")).ProblemAsync(404, "learner.not-found");
            await (await from.Client.GetAsync($"/api/v1/learners/{to.Id}/followers")).ProblemAsync(404, "learner.not-found");
            await (await from.Client.GetAsync($"/api/v1/learners/{to.Id}/following")).ProblemAsync(404, "learner.not-found");
            await (await from.Client.PutAsync($"/api/v1/me/following/{to.Id}", null)).ProblemAsync(404, "learner.not-found");
            await (await from.Client.PutAsync($"/api/v1/me/friends/{to.Id}", null)).ProblemAsync(404, "learner.not-found");
            Assert.Empty(await IdsAsync(from, $"learners?name={to.Name}"));
        }

        Assert.Equal([bob.Id], await IdsAsync(ann, "me/blocks"));
        Assert.Empty(await IdsAsync(bob, "me/blocks"));
        await (await bob.Client.DeleteAsync($"/api/v1/me/blocks/{ann.Id}")).ProblemAsync(404, "learner.not-found");
        Assert.Equal(204, (int)(await ann.Client.DeleteAsync($"/api/v1/me/blocks/{bob.Id}")).StatusCode);
        Assert.False((await bob.Client.JsonAsync($"/api/v1/learners/{ann.Id}")).GetProperty("relation").GetProperty("following").GetBoolean());
    }

    [Fact]
    public async Task Mute_IsKnownToOneselfOnly()
    {
        var (ann, bob) = await TwoAsync();

        Assert.True((await PutAsync(ann, "mutes", bob)).GetProperty("muted").GetBoolean());

        Assert.Equal([bob.Id], await IdsAsync(ann, "me/mutes"));
        Assert.False((await bob.Client.JsonAsync($"/api/v1/learners/{ann.Id}")).GetProperty("relation").GetProperty("muted").GetBoolean());
        Assert.False((await DeleteAsync(ann, "mutes", bob)).GetProperty("muted").GetBoolean());
    }

    [Theory]
    [InlineData("following")]
    [InlineData("friends")]
    [InlineData("blocks")]
    [InlineData("mutes")]
    public async Task Put_OneselfOrNobody_IsRefused(string list)
    {
        var ann = await host.RegisterAsync();

        await (await ann.Client.PutAsync($"/api/v1/me/{list}/{ann.Id}", null)).ProblemAsync(400, "connections.oneself");
        await (await ann.Client.PutAsync($"/api/v1/me/{list}/nobody", null)).ProblemAsync(404, "learner.not-found");
        await (await ann.Client.PutAsync($"/api/v1/me/{list}/no%20id", null)).ProblemAsync(404, "learner.not-found");
        Assert.Equal(401, (int)(await host.Anonymous.PutAsync($"/api/v1/me/{list}/{ann.Id}", null)).StatusCode);
    }

    [Fact]
    public async Task Following_Paged_GivesEachOnceWithALinkToTheNext()
    {
        var ann = await host.RegisterAsync();
        var others = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            var other = await host.RegisterAsync($"Other {i}");
            others.Add(other.Id);
            await PutAsync(ann, "following", other);
        }

        var seen = new List<string>();
        var address = "/api/v1/me/following?limit=2";
        while (address is not null)
        {
            using var answer = await ann.Client.GetAsync(address);
            seen.AddRange((await answer.JsonAsync()).GetProperty("items").EnumerateArray().Select(item => item.Text("id")));
            address = answer.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : null;
        }

        others.Reverse();
        Assert.Equal(others, seen);
    }

    private static async Task<System.Text.Json.JsonElement> PutAsync(TestLearner learner, string list, TestLearner other) =>
        await (await learner.Client.PutAsync($"/api/v1/me/{list}/{other.Id}", null)).JsonAsync();

    private static async Task<System.Text.Json.JsonElement> DeleteAsync(TestLearner learner, string list, TestLearner other) =>
        await (await learner.Client.DeleteAsync($"/api/v1/me/{list}/{other.Id}")).JsonAsync();

    private static async Task<string[]> IdsAsync(TestLearner learner, string address) =>
        [.. (await learner.Client.JsonAsync($"/api/v1/{address}")).GetProperty("items").EnumerateArray().Select(item => item.Text("id"))];

    private static async Task<long> CountAsync(TestLearner viewer, TestLearner learner, string count) =>
        (await viewer.Client.JsonAsync($"/api/v1/learners/{learner.Id}")).GetProperty("counts").GetProperty(count).GetInt64();

    private async Task<(TestLearner Ann, TestLearner Bob)> TwoAsync()
    {
        var tag = Guid.CreateVersion7().ToString("N");
        return (await host.RegisterAsync($"Ann{tag}"), await host.RegisterAsync($"Bob{tag}"));
    }
}
