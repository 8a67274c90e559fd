namespace LmsActors.Posts;

/// <summary>What a post forgets of an erased learner, and what it keeps.</summary>
public sealed class PostErasureTests
{
    private static readonly ActorKey Key = new("t", "post");
    private static readonly PostErasure Erasure = new();

    [Fact]
    public void Forget_CommentsAndReactions_TakesThemBackAndCounts()
    {
        var world = Discussed();

        world.Do((state, _) => Erasure.Forget(Key, state, Of("gone")));

        Assert.Equal(1, world.State.CommentCount);
        Assert.All(world.State.Comments.Where(comment => comment.Number != 2), comment => Assert.Equal((Person.Erased, "", true), (comment.Author, comment.Text, comment.IsDeleted)));
        Assert.Equal("Yes", world.State.Find(2)!.Text);
        Assert.Equal((1, 0), (world.State.CountOf("👍"), world.State.CountOf("🎉")));
        Assert.Empty(Erasure.Forget(Key, world.State, Of("gone")).Events);
    }

    [Fact]
    public void Forget_SealedComments_CountsEachOnce()
    {
        var world = Discussed();
        var comments = world.State.Comments;
        world.Do((_, _) => new CommentsSealed(3));

        world.Do((state, _) => PostErasure.ForgetSealed(state, comments, Of("gone")));
        world.Do((state, _) => PostErasure.ForgetSealed(state, comments, Of("gone")));

        Assert.Equal(1, world.State.CommentCount);
        Assert.Equal([1, 3], world.State.DeletedSealed.Order());
        Assert.All(world.Events.OfType<CommentDeleted>().Skip(1), deleted => Assert.Equal(Person.Erased, deleted.Comment.Author));
    }

    [Fact]
    public void Forget_AMention_TakesTheNameOutOfTheTextAndOfFormerOnes()
    {
        var world = PostWorld.Published();
        world.Do((state, _) => PostRules.Edit(state, new(PostWorld.Learner("author"), Operation.None, "by @Gone.Person", "<p>by @Gone.Person</p>", ["gone", "x"])));
        world.Do((state, _) => PostRules.Edit(state, new(PostWorld.Learner("author"), Operation.None, "of @gone_person", "<p>of @gone_person</p>", ["gone", "x"])));
        var edited = world.State.EditedAt;

        world.Do((state, _) => Erasure.Forget(Key, state, new("t", "gone", "Gone Person")));

        Assert.Equal(("of @erased", "<p>of @erased</p>", edited), (world.State.Text, world.State.Html, world.State.EditedAt));
        Assert.Equal(["Hello", "by @erased"], world.State.Former.Select(version => version.Text));
        Assert.Equal(["x"], world.State.Mentions);
    }

    [Fact]
    public void Forget_ThePostOfTheLearner_EndsItAndThenItsLog()
    {
        var world = Discussed();
        Assert.True(Erasure.IsOf(world.State, Of("author")));
        Assert.False(Erasure.IsOf(world.State, Of("gone")));

        world.Do((state, _) => Erasure.Forget(Key, state, Of("author")));

        Assert.True(world.State.IsDeleted);
        Assert.Empty(Erasure.Forget(Key, world.State, Of("author")).Events);
    }

    [Fact]
    public void Forget_ReactionsInAShard_TakesThemBack()
    {
        var state = new[] { "gone", "other" }.Aggregate(new ReactionShardState(), (before, id) => before.Apply(new(1, default, new(id, "👍", true))));

        var after = Erasure.Forget(Key, state, Of("gone")).Events.Aggregate(state, (before, happened) => before.Apply(new(2, default, happened)));

        Assert.Equal(["other"], after.Reactors["👍"]);
        Assert.Empty(Erasure.Forget(Key, after, Of("gone")).Events);
    }

    private static ErasedLearner Of(string id) => new("t", id, "");

    /// <summary>Comments 1 (deleted) and 3 of the one, 2 of the other.</summary>
    private static PostWorld Discussed()
    {
        var world = PostWorld.Published();
        world.Comment("gone", "first");
        world.Comment("other");
        world.Comment("gone", "third");
        world.DeleteComment("gone", 1, PostRight.Full);
        world.React("gone", "👍");
        world.React("other", "👍");
        world.React("gone", "🎉");
        return world;
    }
}
