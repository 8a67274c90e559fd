using LmsActors.Profiles;

namespace LmsActors.Connections;

public sealed class FollowersGrainTests(TestSilo silo) : IClassFixture<TestSilo>
{
    private const int Many = 3_000;

    [Fact]
    public async Task Count_BeyondTheFirstShard_IsExactUnderRepetitionAndDisorder()
    {
        const string tenant = "large";
        await silo.Get<IProfileGrain>(tenant, "star").CreateAsync(new("Star", "employees"));
        var sink = silo.Get<IFollowersSink>(tenant, "star");
        var words = Enumerable.Range(0, Many)
            .SelectMany(i => new (string Id, int Sequence, bool Follows)[] { ($"l{i}", 1, true), ($"l{i}", 2, i % 3 != 0), ($"l{i}", 1, true) })
            .ToArray();
        new Random(7).Shuffle(words);

        foreach (var some in words.Chunk(200))
        {
            await Task.WhenAll(some.Select(word => sink.HearAsync(word.Id, FollowSet.Stamp(word.Sequence, word.Follows))));
        }

        var followers = silo.Get<IFollowersGrain>(tenant, "star");
        Assert.Equal(Many * 2 / 3, await followers.CountAsync());
        await silo.DeactivateAsync(followers);
        Assert.Equal(Many * 2 / 3, await followers.CountAsync());
    }

    [Fact]
    public async Task Page_BeyondTheFirstShard_GivesEverybodyOnce()
    {
        const string tenant = "pages";
        await silo.Get<IProfileGrain>(tenant, "star").CreateAsync(new("Star", "employees"));
        var ids = Enumerable.Range(0, Shards.FirstCapacity + 200).Select(i => $"l{i}").ToArray();
        foreach (var some in ids.Chunk(200))
        {
            await Task.WhenAll(some.Select(id => silo.Get<IProfileGrain>(tenant, id).CreateAsync(new(id, "employees"))));
            await Task.WhenAll(some.Select(id => silo.Get<IConnectionsGrain>(tenant, id).FollowAsync("star")));
        }

        var followers = silo.Get<IFollowersGrain>(tenant, "star");
        await TestSilo.UntilAsync(async () => await followers.CountAsync() == ids.Length);
        var seen = new List<string>();
        string? cursor = null;
        do
        {
            var page = (await followers.PageAsync(TestSilo.Viewer(tenant, "l0"), new(150, cursor))).Value!;
            seen.AddRange(page.Items.Select(person => person.Name));
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(ids.Order(), seen.Order());
    }

    [Fact]
    public async Task Page_HiddenOrNobody_IsNotFound()
    {
        const string tenant = "hidden";
        await silo.Get<IProfileGrain>(tenant, "star").CreateAsync(new("Star", "employees"));
        var viewer = TestSilo.Viewer(tenant, "l0");

        var followers = silo.Get<IFollowersGrain>(tenant, "star");
        Assert.True((await followers.PageAsync(viewer, new(10, null))).IsOk);
        Assert.False((await followers.PageAsync(viewer with { Hidden = ["star"] }, new(10, null))).IsOk);
        Assert.False((await followers.PageAsync(viewer with { Tenant = "other" }, new(10, null))).IsOk);
        Assert.False((await silo.Get<IFollowersGrain>(tenant, "nobody").PageAsync(viewer, new(10, null))).IsOk);
    }
}
