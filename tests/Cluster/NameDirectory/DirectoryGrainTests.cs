namespace LmsActors.NameDirectory;

public sealed class DirectoryGrainTests(TestSilo silo) : IClassFixture<TestSilo>
{
    [Fact]
    public async Task Find_OverAllShards_IsMergedInOrderAndPaged()
    {
        const string tenant = "find";
        for (var i = 0; i < 60; i++)
        {
            await PutAsync(tenant, $"id{i}", $"Ann {i:00}");
        }

        await PutAsync(tenant, "whole", "ANN");
        var found = new List<string>();
        string? cursor = null;
        do
        {
            var page = await Directories.FindAsync(silo.Grains, tenant, DirectoryKinds.Learner, new() { Name = "ann" }, new(25, cursor));
            found.AddRange(page.Items.Select(hit => hit.Name));
            cursor = page.Next;
        }
        while (cursor is not null);

        Assert.Equal(["ANN", .. Enumerable.Range(0, 60).Select(i => $"Ann {i:00}")], found);
    }

    [Fact]
    public async Task Directory_Reactivated_FindsAndCountsAsBefore()
    {
        const string tenant = "again";
        var shard = silo.Grains.GetGrain<IDirectoryGrain>(Directories.Shard(tenant, DirectoryKinds.Room, "r1"));
        await shard.PutCountsAsync([new("r1", DirectoryCounters.Messages, 7, 3)]);
        await shard.PutNamesAsync([new("r1", "FreeCodeCamp/FreeCodeCamp", null, true, 1)]);
        await shard.PutCountsAsync([new("r1", DirectoryCounters.Messages, 6, 2)]);
        await silo.DeactivateAsync(shard);

        var totals = await Directories.TotalsAsync(silo.Grains, tenant);

        Assert.Equal((1, 7, 0), (totals.Rooms, totals.Messages, totals.Learners));
        Assert.Equal(
            ["r1"],
            (await shard.FindAsync(new() { Name = "freecodecamp/freecodecamp" })).Select(hit => hit.Id));
    }

    [Fact]
    public async Task Names_OfSeveralShards_KeepTheOrderAskedFor()
    {
        const string tenant = "names";
        await Task.WhenAll(Enumerable.Range(0, 20).Select(i => PutAsync(tenant, $"id{i}", $"Name {i}")));

        var names = await Directories.NamesAsync(silo.Grains, tenant, DirectoryKinds.Learner, ["id7", "unknown", "id3", "id19"]);

        Assert.Equal([new Person("id7", "Name 7"), new("id3", "Name 3"), new("id19", "Name 19")], names);
    }

    private Task PutAsync(string tenant, string id, string name) => silo.Grains
        .GetGrain<IDirectoryGrain>(Directories.Shard(tenant, DirectoryKinds.Learner, id))
        .PutNamesAsync([new(id, name, null, true, 1)]);
}
