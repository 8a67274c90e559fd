using CsCheck;

namespace LmsActors.Feeds;

/// <summary>A page of a feed is what a sorted union of all its journals would be, whatever rings have kept or let go.</summary>
public sealed class FeedMergeTests
{
    private const string Me = "me";

    [Fact]
    public void Pages_AfterAnyChanges_EqualTheRebuiltFeed()
    {
        var steps = Gen.Select(Gen.Int[0, 3], Gen.Int[0, 700], Gen.Int[0, 9]).Array[0, 900];
        Gen.Select(steps, Gen.Int[1, 60]).Sample(
            (changes, limit) =>
            {
                var world = new FeedModel(Me, ["me", "friend", "other", "group:g"], friends: ["friend"]);
                foreach (var (journal, id, kind) in changes)
                {
                    world.Change(journal, id, kind);
                }

                Assert.Equal(world.Ideal(), world.Pages(world.Incremental, limit));
                Assert.Equal(world.Ideal(), world.Pages(world.Rebuilt(), limit));
            },
            iter: 60);
    }

    [Fact]
    public void Pages_WhilePostsArrive_StayStable()
    {
        var world = new FeedModel(Me, ["me", "other"], friends: []);
        Enumerable.Range(0, 300).ToList().ForEach(id => world.Change(id % 2, id, 5));
        var first = world.Page(world.Incremental, null, 40);
        Enumerable.Range(300, 200).ToList().ForEach(id => world.Change(id % 2, id, 5));

        var second = world.Page(world.Incremental, first.Next, 41);

        Assert.Equal(
            Enumerable.Range(219, 81).Select(id => $"p{id % 2}{id:000}").Order(),
            first.Posts.Concat(second.Posts).Select(post => post.Id).Order());
    }

    [Fact]
    public void Read_HiddenAndMutedAuthorsInGroups_AreLeftOut()
    {
        var world = new FeedModel(Me, ["me", "group:g"], friends: [], hidden: ["a1"], muted: ["a2"]);
        Enumerable.Range(0, 30).ToList().ForEach(id => world.Change(1, id, 5));

        Assert.All(world.Page(world.Incremental, null, 50).Posts, post => Assert.Equal("a0", post.AuthorId));
        Assert.Equal(10, world.Page(world.Incremental, null, 50).Posts.Count);
    }

    [Fact]
    public void Apply_BatchAfterAGap_IsNoticed()
    {
        var source = new FeedSource(Journals.OfLearner("a"));
        source.Load(new(3, [], null));

        Assert.True(source.Apply(new("learner:a", 2, 4, [new(4, JournalChangeKind.Published, JournalModel.Post(4))]), null));
        Assert.True(source.Apply(new("learner:a", 2, 4, [new(4, JournalChangeKind.Published, JournalModel.Post(4))]), null));
        Assert.False(source.Apply(new("learner:a", 5, 6, [new(6, JournalChangeKind.Published, JournalModel.Post(6))]), null));
        Assert.Single(source.Ring.Posts);
    }

    [Fact]
    public void Apply_BatchesBeforeTheJournalWasRead_AreTakenInAfterIt()
    {
        var source = new FeedSource(Journals.OfLearner("a"));
        source.Apply(new("learner:a", 0, 1, [new(1, JournalChangeKind.Published, JournalModel.Post(1))]), null);
        source.Apply(new("learner:a", 1, 2, [new(2, JournalChangeKind.Published, JournalModel.Post(2))]), null);
        source.Load(new(1, [JournalModel.Post(1)], null));

        Assert.Equal(["p001", "p002"], source.Ring.Posts.Select(post => post.Id));
        Assert.Equal(2, source.Through);
    }
}
