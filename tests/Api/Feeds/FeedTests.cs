using System.Net.Http.Json;
using System.Text.Json;

namespace LmsActors.Feeds;

/// <summary>The home feed over HTTP.</summary>
public sealed class FeedTests(ApiHost host)
{
    private const int Bound = 800;

    [Fact]
    public async Task Feed_OfMoreThanItsBound_PagesThroughExactlyTheNewest()
    {
        var (ann, ben) = (await host.RegisterAsync(), await host.RegisterAsync());
        (await ben.Client.PutAsync($"/api/v1/me/following/{ann.Id}", null)).EnsureSuccessStatusCode();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Bound + 30),
            new ParallelOptions { MaxDegreeOfParallelism = 32 },
            async (n, _) => await (await (n % 4 == 0 ? ben : ann).Client.PostAsJsonAsync("/api/v1/posts", new { text = $"post {n}" }, CancellationToken.None)).JsonAsync());
        var all = (await Task.WhenAll(new[] { ann, ben }.Select(author => PagesAsync(ben, $"/api/v1/learners/{author.Id}/posts?limit=200"))))
            .SelectMany(posts => posts)
            .OrderByDescending(post => post.GetProperty("createdAt").GetDateTimeOffset())
            .ThenByDescending(post => post.Text("id"), StringComparer.Ordinal)
            .Select(post => post.Text("id"))
            .ToList();
        Assert.Equal(Bound + 30, all.Count);

        await Eventually.UntilAsync(async () => (await PagesAsync(ben, "/api/v1/me/feed?limit=200")).Select(post => post.Text("id")).SequenceEqual(all.Take(Bound)));
        Assert.Equal(all.Take(Bound), (await PagesAsync(ben, "/api/v1/me/feed?limit=37")).Select(post => post.Text("id")));
    }

    /// <summary>All items, following <c>Link</c> as a client would.</summary>
    private static async Task<List<JsonElement>> PagesAsync(TestLearner learner, string? address)
    {
        var items = new List<JsonElement>();
        while (address is not null)
        {
            using var answer = await learner.Client.GetAsync(address);
            items.AddRange((await answer.JsonAsync()).GetProperty("items").EnumerateArray());
            address = answer.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : null;
        }

        return items;
    }
}
