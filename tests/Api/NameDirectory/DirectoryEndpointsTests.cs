using System.Net.Http.Json;
using LmsActors.Profiles;

namespace LmsActors.NameDirectory;

public sealed class DirectoryEndpointsTests(ApiHost host)
{
    [Fact]
    public async Task Find_NameOrExternalId_FindsTheLearner()
    {
        var ann = await host.RegisterAsync();
        var id = Guid.CreateVersion7().ToString("N");
        await host.Grains.GetGrain<IProfileGrain>(new ActorKey("default", id).ToString()).CreateAsync(new($"Zed {id}", "employees", $"gitter:{id}"));

        await Eventually.UntilAsync(async () => (await IdsAsync(ann, $"name=zed {id}")).SequenceEqual([id]));
        Assert.Equal([id], await IdsAsync(ann, $"externalId=gitter:{id}"));
        Assert.Equal([id], await IdsAsync(ann, $"name={id[..30].ToUpperInvariant()}"));
        Assert.Empty(await IdsAsync(ann, $"externalId=gitter:{id[..30]}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("?name=")]
    [InlineData("?name=%20")]
    public async Task Find_Nothing_Is400(string query)
    {
        var ann = await host.RegisterAsync();

        await (await ann.Client.GetAsync($"/api/v1/learners{query}")).ProblemAsync(400, "directory.query-missing");
    }

    [Fact]
    public async Task Statistics_AreExactAndForAdministratorsOnly()
    {
        await using var own = await ApiHost.StartAsync();
        var admin = await own.AdminAsync();
        var (ann, bob) = (await own.RegisterAsync(), await own.RegisterAsync());
        await ann.Client.PutAsync($"/api/v1/me/following/{bob.Id}", null);
        await ann.Client.PostAsJsonAsync($"/api/v1/learners/{bob.Id}/kudos", new { reason = "thanks" });

        await Eventually.UntilAsync(async () => await FiguresAsync(admin) is (3, 1, 1));
        Assert.Equal(403, (int)(await ann.Client.GetAsync("/api/v1/admin/stats")).StatusCode);
    }

    private static async Task<(long Learners, long Follows, long Kudos)> FiguresAsync(TestLearner admin)
    {
        var figures = await admin.Client.JsonAsync("/api/v1/admin/stats");
        Assert.Equal(["learners", "groups", "rooms", "messages", "posts", "follows", "kudos"], figures.EnumerateObject().Select(figure => figure.Name));
        return (figures.GetProperty("learners").GetInt64(), figures.GetProperty("follows").GetInt64(), figures.GetProperty("kudos").GetInt64());
    }

    private static async Task<string[]> IdsAsync(TestLearner learner, string query) =>
        [.. (await learner.Client.JsonAsync($"/api/v1/learners?{query}")).GetProperty("items").EnumerateArray().Select(item => item.Text("id"))];
}
