using CsCheck;
using LmsActors.NameDirectory;
using LmsActors.Posts;

namespace LmsActors.Feeds;

/// <summary>Home feeds and journals in a real silo.</summary>
public sealed class FeedTests(TestSilo silo) : IClassFixture<TestSilo>
{
    private static readonly string[] Learners = ["ann", "ben", "cem", "dea"];
    private static int _runs;

    [Fact]
    public async Task Post_OwnFeed_ShowsItAtOnce()
    {
        var world = await WorldAsync();
        await world.FeedAsync("ann");

        var id = await world.PostAsync("ann", Audiences.Everyone);

        Assert.Equal([id], (await world.FeedAsync("ann")).Select(post => post.Id));
    }

    [Fact]
    public async Task Feed_AfterAnything_EqualsTheModelTheRebuiltAndTheWatched()
    {
        await Gen.Select(Gen.Int[0, 15], Gen.Int[0, 999]).Array[10, 40].SampleAsync(
            async steps => await AnythingAsync(await WorldAsync(), steps), iter: 12, threads: 1);
    }

    [Fact]
    public async Task Feed_LongerThanRings_IsPagedOnFromJournals()
    {
        var world = await WorldAsync();
        await world.FollowAsync("ben", "ann", isOn: true);
        await world.FeedAsync("ben");
        await Task.WhenAll(Enumerable.Range(0, 300).Select(n => world.PostAsync(n % 3 == 0 ? "ben" : "ann", Audiences.Everyone)));

        await AgreeAsync(world, "ben");
        Assert.Equal(300, (await world.FeedAsync("ben", limit: 37)).Count);
    }

    [Fact]
    public async Task Feed_PostOfAFriend_IsNotShownToAFollower()
    {
        var world = await WorldAsync();
        await world.FollowAsync("ben", "ann", isOn: true);
        await world.BefriendAsync("cem", "ann", isOn: true);
        var follower = await FollowAsync(world, "ben");

        var secret = await world.PostAsync("ann", Audiences.Friends, "secret");
        var open = await world.PostAsync("ann", Audiences.Everyone, "open");

        await AgreeAsync(world, "cem");
        Assert.Equal([open, secret], (await world.FeedAsync("cem")).Select(post => post.Id));
        await TestSilo.UntilAsync(() => Task.FromResult(follower.Show()!.Count > 0));
        Assert.Equal([(open!, "open")], follower.Show());
        var journal = (await world.Journal("ann").PostsAsync(world.Viewer("ben"), new(50, null))).Value!;
        Assert.Equal([open], journal.Items.Select(post => post.Id));
        Assert.Equal(1, await world.Journal("ann").CountAsync(world.Viewer("ben")));
        Assert.Equal(2, await world.Journal("ann").CountAsync(world.Viewer("cem")));
        Assert.DoesNotContain(secret!, System.Text.Encoding.UTF8.GetString(
            (await world.Journal("ann").ReadStreamAsync("journal/ann", world.Viewer("cem"), null)).Value!.Snapshot!));
    }

    [Fact]
    public async Task Stream_OfAnother_IsNotFound()
    {
        var world = await WorldAsync();

        var start = await world.Shard("ann").ReadStreamAsync(FeedStreams.Of("ann"), world.Viewer("ben"), null);

        Assert.Equal("feed.not-found", start.Refusal?.Code);
    }

    [Fact]
    public async Task Stream_Resumed_GivesOnlyWhatWasMissed()
    {
        var world = await WorldAsync();
        var start = (await world.Shard("ann").ReadStreamAsync(FeedStreams.Of("ann"), world.Viewer("ann"), null)).Value!;
        await world.PostAsync("ann", Audiences.Everyone);
        var resumed = default(StreamStart);
        await TestSilo.UntilAsync(async () =>
        {
            resumed = (await world.Shard("ann").ReadStreamAsync(FeedStreams.Of("ann"), world.Viewer("ann"), start.Position)).Value!;
            return resumed.Snapshot is not null || resumed.Missed.Count > 0;
        });

        Assert.Null(resumed!.Snapshot);
        Assert.Equal("post-published", Assert.Single(resumed.Missed).Type);
    }

    [Fact]
    public async Task Journal_ManyPosts_AreSealedPagedAndCountedExactly()
    {
        var tenant = Tenant();
        var world = await new FeedWorld(silo, tenant).BeginAsync(Learners);
        foreach (var some in Enumerable.Range(0, 1700).Chunk(100))
        {
            await Task.WhenAll(some.Select(_ => world.PostAsync("ann", Audiences.Everyone)));
        }

        for (var i = 0; i < 40; i++)
        {
            await world.DeleteAsync(i * 30);
        }

        await world.EditAsync(3, "edited");
        var expected = world.Ideal("ann").Select(post => post.Id).ToList();
        await silo.DeactivateAsync(world.Journal("ann"));
        Assert.Equal(expected, await JournalAsync(world, "ann"));
        Assert.Equal(1660, await world.Journal("ann").CountAsync(world.Viewer("ben")));
        await TestSilo.UntilAsync(async () => (await Directories.TotalsAsync(silo.Grains, tenant)).Posts == 1660);
    }

    [Fact]
    public async Task Journal_ToldAgain_IsTheSame()
    {
        var world = await WorldAsync();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => world.PostAsync("ann", Audiences.Everyone)));
        var gone = world.LivePosts[4];
        await world.DeleteAsync(4);

        await world.Journal("ann").PutAsync(new(gone, "ann", DateTimeOffset.UnixEpoch, Audiences.Everyone));
        await world.Journal("ann").RemoveAsync(new(gone, "ann", DateTimeOffset.UnixEpoch, Audiences.Everyone));

        Assert.Equal(19, await world.Journal("ann").CountAsync(world.Viewer("ben")));
        Assert.Equal(world.Ideal("ann").Select(post => post.Id), await JournalAsync(world, "ann"));
    }

    [Fact]
    public async Task Refresh_OfALearnerWhoIsNotHere_DoesNotBringTheLearnerHere()
    {
        var world = await WorldAsync();
        await world.Shard("dea").RefreshAsync("dea");

        Assert.Equal(["learner:dea"], await world.Shard("dea").ReceiveAsync([new("learner:dea", 0, 0, [])]));
        await world.FeedAsync("dea");
        Assert.Empty(await world.Shard("dea").ReceiveAsync([new("learner:dea", 0, 0, [])]));
    }

    private static string Tenant() => $"feeds{Interlocked.Increment(ref _runs)}";

    private static async Task<List<string>> JournalAsync(FeedWorld world, string who)
    {
        var (posts, cursor) = (new List<string>(), default(string));
        do
        {
            var page = (await world.Journal(who).PostsAsync(world.Viewer(who), new(170, cursor))).Value!;
            posts.AddRange(page.Items.Select(post => post.Id));
            cursor = page.Next;
        }
        while (cursor is not null);
        return posts;
    }

    private static Task AgreeAsync(FeedWorld world, string who) =>
        TestSilo.UntilAsync(async () => (await world.FeedAsync(who)).SequenceEqual(world.Ideal(who)));

    private async Task AnythingAsync(FeedWorld world, (int Kind, int Detail)[] steps)
    {
        var followers = new Dictionary<string, FeedFollower>();
        foreach (var who in Learners[..2])
        {
            followers[who] = await FollowAsync(world, who);
        }

        foreach (var (kind, detail) in steps)
        {
            await StepAsync(world, kind, detail);
        }

        foreach (var who in Learners)
        {
            await AgreeAsync(world, who);
            if (followers.TryGetValue(who, out var follower))
            {
                await TestSilo.UntilAsync(() => Task.FromResult(follower.Show()!.SequenceEqual(world.Ideal(who))));
            }

            await silo.DeactivateAsync(world.Shard(who));
            Assert.Equal(world.Ideal(who), await world.FeedAsync(who));
        }
    }

    private static Task StepAsync(FeedWorld world, int kind, int detail)
    {
        var (one, other) = (Learners[detail % 4], Learners[(detail / 4 % 3 + detail + 1) % 4]);
        var isOn = detail / 16 % 3 > 0;
        return kind switch
        {
            < 3 => world.PostAsync(one, Audiences.Everyone, $"e{detail}"),
            3 or 4 => world.PostAsync(one, Audiences.Friends, $"f{detail}"),
            5 or 6 => world.PostAsync(one, Audiences.Group(FeedWorld.GroupId), $"g{detail}"),
            7 when world.LivePosts.Count > 0 => world.EditAsync(detail % world.LivePosts.Count, $"edited {detail}"),
            8 when world.LivePosts.Count > 0 => world.DeleteAsync(detail % world.LivePosts.Count),
            9 or 10 => world.FollowAsync(one, other, isOn),
            11 or 12 => world.BefriendAsync(one, other, isOn),
            13 => world.JoinAsync(Learners[0], one, isOn),
            14 => world.BlockAsync(one, other, isOn),
            15 => world.MuteAsync(one, other, isOn),
            _ => Task.CompletedTask,
        };
    }

    private async Task<FeedFollower> FollowAsync(FeedWorld world, string who)
    {
        var follower = new FeedFollower(silo.Grains, world.Shard(who), world.Viewer(who));
        await follower.StartAsync();
        return follower;
    }

    private Task<FeedWorld> WorldAsync() => new FeedWorld(silo, Tenant()).BeginAsync(Learners);
}
