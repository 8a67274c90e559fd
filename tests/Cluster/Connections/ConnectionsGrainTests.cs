using LmsActors.NameDirectory;
using LmsActors.Profiles;

namespace LmsActors.Connections;

public sealed class ConnectionsGrainTests(TestSilo silo) : IClassFixture<TestSilo>
{
    [Fact]
    public async Task Follow_Repeated_CountsOnceAndUnfollowEndsIt()
    {
        const string tenant = "follow";
        await CreateAsync(tenant, "ada", "bob");
        var ada = Connections(tenant, "ada");

        Assert.True((await ada.FollowAsync("bob")).Value!.Following);
        Assert.True((await ada.FollowAsync("bob")).Value!.Following);
        await FollowersAreAsync(tenant, "bob", 1);
        Assert.True((await Connections(tenant, "bob").RelationAsync("ada")).FollowedBy);
        Assert.Equal(1, (await Directories.TotalsAsync(silo.Grains, tenant)).Follows);

        Assert.False((await ada.UnfollowAsync("bob")).Value!.Following);
        await FollowersAreAsync(tenant, "bob", 0);
        await TestSilo.UntilAsync(async () => (await Directories.TotalsAsync(silo.Grains, tenant)).Follows == 0);
    }

    [Theory]
    [InlineData("nobody", "learner.not-found")]
    [InlineData("no such id!", "learner.not-found")]
    [InlineData("ada", "connections.oneself")]
    public async Task Commands_NobodyOrOneself_AreRefused(string other, string code)
    {
        await CreateAsync("refused", "ada");
        var ada = Connections("refused", "ada");

        Assert.Equal(code, (await ada.FollowAsync(other)).Refusal?.Code);
        Assert.Equal(code, (await ada.UnfollowAsync(other)).Refusal?.Code);
        Assert.Equal(code, (await ada.BefriendAsync(other)).Refusal?.Code);
        Assert.Equal(code, (await ada.BlockAsync(other)).Refusal?.Code);
        Assert.Equal(code, (await ada.MuteAsync(other)).Refusal?.Code);
    }

    [Fact]
    public async Task Befriend_RequestAcceptRemove_BothSidesAgreeAtOnce()
    {
        const string tenant = "friends";
        await CreateAsync(tenant, "ada", "bob");
        var (ada, bob) = (Connections(tenant, "ada"), Connections(tenant, "bob"));

        Assert.Equal(FriendRequest.Sent, (await ada.BefriendAsync("bob")).Value!.Requested);
        Assert.Equal(["ada"], await IdsAsync(bob, ConnectionList.RequestsReceived, tenant, "bob"));
        Assert.True((await bob.BefriendAsync("ada")).Value!.Friend);
        Assert.True(await ada.AreFriendsAsync("bob"));
        Assert.Equal(["bob"], await IdsAsync(ada, ConnectionList.Friends, tenant, "ada"));

        await ada.UnfriendAsync("bob");
        Assert.False(await bob.AreFriendsAsync("ada"));
        Assert.Empty(await IdsAsync(bob, ConnectionList.Friends, tenant, "bob"));
        Assert.Empty(await IdsAsync(bob, ConnectionList.RequestsReceived, tenant, "bob"));
    }

    [Fact]
    public async Task Block_Standing_IsKnownToBothWhenItIsAnswered()
    {
        const string tenant = "block";
        await CreateAsync(tenant, "ada", "bob");
        var (ada, bob) = (Connections(tenant, "ada"), Connections(tenant, "bob"));
        await ada.FollowAsync("bob");
        await bob.FollowAsync("ada");

        Assert.True((await ada.BlockAsync("bob")).IsOk);

        Assert.Equal(["bob"], await ada.HiddenAsync());
        Assert.Equal(["ada"], await bob.HiddenAsync());
        Assert.Equal("learner.not-found", (await bob.FollowAsync("ada")).Refusal?.Code);
        Assert.Equal(["bob"], await IdsAsync(ada, ConnectionList.Blocked, tenant, "ada"));
        Assert.Empty(await IdsAsync(bob, ConnectionList.Blocked, tenant, "bob"));
        await FollowersAreAsync(tenant, "ada", 0);
        await FollowersAreAsync(tenant, "bob", 0);

        await ada.UnblockAsync("bob");
        Assert.Empty(await bob.HiddenAsync());
    }

    [Fact]
    public async Task Everything_Restarted_IsRemembered()
    {
        const string tenant = "again";
        await CreateAsync(tenant, "ada", "bob", "cem", "dan", "eva");
        var ada = Connections(tenant, "ada");
        await ada.FollowAsync("bob");
        await ada.BefriendAsync("cem");
        await ada.BlockAsync("dan");
        await ada.MuteAsync("eva");
        await silo.RestartAsync();
        ada = Connections(tenant, "ada");

        var sources = await ada.FeedSourcesAsync();

        Assert.Equal(["bob"], sources.Following);
        Assert.Equal(["dan"], sources.Hidden);
        Assert.Equal(["eva"], sources.Muted);
        Assert.Equal(["cem"], await IdsAsync(ada, ConnectionList.RequestsSent, tenant, "ada"));
    }

    [Fact]
    public async Task FollowMany_Repeated_FollowsEachOnce()
    {
        const string tenant = "many";
        var others = Enumerable.Range(0, 300).Select(i => $"l{i}").ToArray();
        await CreateAsync(tenant, "ada");
        var ada = Connections(tenant, "ada");

        Assert.Equal(300, (await ada.FollowManyAsync(others)).Value);
        Assert.Equal(1, (await ada.FollowManyAsync([.. others, "ada", "l300"])).Value);

        Assert.Equal(301, await ada.FollowingCountAsync());
        await FollowersAreAsync(tenant, "l299", 1);
        await FollowersAreAsync(tenant, "l300", 1);
        await TestSilo.UntilAsync(async () => (await Directories.TotalsAsync(silo.Grains, tenant)).Follows == 301);
    }

    [Fact]
    public async Task Page_Following_IsCutNewestFirstAndOthersMayReadItButNotTheFriends()
    {
        const string tenant = "page";
        var others = Enumerable.Range(0, 5).Select(i => $"l{i}").ToArray();
        await CreateAsync(tenant, [.. others, "ada", "bob"]);
        var ada = Connections(tenant, "ada");
        await ada.FollowManyAsync(others);

        var first = (await ada.PageAsync(ConnectionList.Following, TestSilo.Viewer(tenant, "bob"), new(3, null))).Value!;
        await ada.UnfollowAsync("l2");
        var second = (await ada.PageAsync(ConnectionList.Following, TestSilo.Viewer(tenant, "bob"), new(3, first.Next))).Value!;

        Assert.Equal(["l4", "l3", "l2"], first.Items.Select(person => person.Name));
        Assert.Equal(["l1", "l0"], second.Items.Select(person => person.Name));
        Assert.Null(second.Next);
        Assert.Equal("learner.not-found", (await ada.PageAsync(ConnectionList.Friends, TestSilo.Viewer(tenant, "bob"), new(3, null))).Refusal?.Code);
    }

    [Fact]
    public async Task Stream_Hidden_TellsOnlyTheLearnerItselfThatSomethingChanged()
    {
        const string tenant = "stream";
        await CreateAsync(tenant, "ada", "bob");
        var bob = Connections(tenant, "bob");
        var start = (await bob.ReadStreamAsync(ConnectionStreams.For("bob"), TestSilo.Viewer(tenant, "bob"), null)).Value!;
        await Connections(tenant, "ada").BlockAsync("bob");

        var missed = (await bob.ReadStreamAsync(ConnectionStreams.For("bob"), TestSilo.Viewer(tenant, "bob"), start.Position)).Value!.Missed;

        var told = Assert.Single(missed);
        Assert.Equal((ConnectionStreams.HiddenChanged, "{}"), (told.Type, System.Text.Encoding.UTF8.GetString(told.Data)));
        Assert.Equal("learner.not-found", (await bob.ReadStreamAsync("", TestSilo.Viewer(tenant, "ada"), null)).Refusal?.Code);
    }

    private static async Task<string[]> IdsAsync(IConnectionsGrain connections, ConnectionList list, string tenant, string learner) =>
        [.. (await connections.PageAsync(list, TestSilo.Viewer(tenant, learner), new(50, null))).Value!.Items.Select(person => person.Id)];

    private IConnectionsGrain Connections(string tenant, string id) => silo.Get<IConnectionsGrain>(tenant, id);

    private Task FollowersAreAsync(string tenant, string id, long count) =>
        TestSilo.UntilAsync(async () => await silo.Get<IFollowersGrain>(tenant, id).CountAsync() == count);

    private Task CreateAsync(string tenant, params string[] ids) =>
        Task.WhenAll(ids.Select(id => silo.Get<IProfileGrain>(tenant, id).CreateAsync(new(id, "employees"))));
}
