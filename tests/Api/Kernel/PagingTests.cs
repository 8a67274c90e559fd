using System.Net.Http.Json;

namespace LmsActors.Kernel;

/// <summary>Lists, whatever is asked of them: bad limits and cursors are refused, and no list begins anew by mistake.</summary>
public sealed class PagingTests(ApiHost host)
{
    public static TheoryData<string> Lists =>
    [
        "me/feed", "me/groups", "me/rooms", "me/followers", "me/following", "me/friends", "me/friends/requests", "me/blocks", "me/mutes",
        "groups?name=g", "rooms?name=g", "learners?name=a", "learners/{me}/posts", "learners/{me}/followers", "learners/{me}/following",
        "groups/{group}/members", "groups/{group}/requests", "groups/{group}/posts", "rooms/{room}/messages", "posts/{post}/comments",
    ];

    [Theory]
    [MemberData(nameof(Lists))]
    public async Task List_AskedForABadPage_Is400(string list)
    {
        var (ann, address) = await AddressAsync(list);
        string[] bad =
        [
            "limit=0", "limit=-1", "limit=201", "limit=abc", "limit=1e3", "limit=99999999999999999999", "limit=1&limit=2", "limit=%00",
            "cursor=nonsense", "cursor=1", "cursor=%00", "cursor=%FF%FE", "cursor=~", "cursor=1~00000000", "cursor=99999999999999999999", $"cursor={new string('x', 3000)}",
        ];
        foreach (var query in bad)
        {
            using var answer = await ann.Client.GetAsync(address + (address.Contains('?') ? '&' : '?') + query);
            Assert.Equal("paging.invalid", (await answer.ProblemAsync(400, "paging.invalid")).Text("code"));
        }
    }

    [Fact]
    public async Task Cursor_OfAnotherList_Is400()
    {
        var ann = await host.RegisterAsync();
        foreach (var text in new[] { "one", "two" })
        {
            (await ann.Client.PostAsJsonAsync("/api/v1/posts", new { text })).EnsureSuccessStatusCode();
        }

        var next = (await ann.Client.JsonAsync("/api/v1/me/feed?limit=1")).Text("next");

        Assert.Equal("one", (await ann.Client.JsonAsync($"/api/v1/me/feed?limit=1&cursor={next}")).GetProperty("items")[0].Text("text"));
        await (await ann.Client.GetAsync($"/api/v1/learners/{ann.Id}/posts?limit=1&cursor={next}")).ProblemAsync(400, "paging.invalid");
    }

    [Fact]
    public async Task Cursor_OfALongNameInAnyScript_LeadsOn()
    {
        var name = string.Concat(Enumerable.Repeat("한", 95));
        var learners = new[] { await host.RegisterAsync(name + "a"), await host.RegisterAsync(name + "b") };
        var found = $"/api/v1/learners?name={Uri.EscapeDataString(name)}&limit=1";
        await Eventually.UntilAsync(async () => (await learners[0].Client.JsonAsync(found)).GetProperty("next").ValueKind != System.Text.Json.JsonValueKind.Null);

        var first = await learners[0].Client.JsonAsync(found);
        var second = await learners[0].Client.JsonAsync($"{found}&cursor={Uri.EscapeDataString(first.Text("next"))}");

        Assert.Equal(learners.Select(learner => learner.Id), new[] { first, second }.Select(page => page.GetProperty("items")[0].Text("id")));
    }

    private async Task<(TestLearner Ann, string Address)> AddressAsync(string list)
    {
        var ann = await host.RegisterAsync();
        var group = await (await ann.Client.PostAsJsonAsync("/api/v1/groups", new { name = "Paged", kind = "open" })).JsonAsync();
        var post = await (await ann.Client.PostAsJsonAsync("/api/v1/posts", new { text = "paged" })).JsonAsync();
        return (ann, "/api/v1/" + list.Replace("{me}", ann.Id).Replace("{group}", group.Text("id")).Replace("{room}", group.Text("roomId")).Replace("{post}", post.Text("id")));
    }
}
