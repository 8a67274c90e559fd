namespace LmsActors.Posts;

/// <summary>What may be done with a post.</summary>
public sealed class PostRulesTests
{
    [Theory]
    [InlineData("", "everyone", "post.empty-text")]
    [InlineData("   ", "everyone", "post.empty-text")]
    [InlineData("x", "nobody", "post.unknown-audience")]
    [InlineData("x", "group:", "post.unknown-audience")]
    [InlineData("x", "group:a/b", "post.unknown-audience")]
    [InlineData("x", "group:ab12", null)]
    [InlineData("x", "friends", null)]
    public void Create_OfThisShape_IsJudged(string text, string audience, string? code)
    {
        var world = new PostWorld();

        var refusal = world.Do((state, now) => PostRules.Create(state, new(PostWorld.Learner("a"), Operation.None, text, text, audience, []), now));

        Assert.Equal(code, refusal);
        Assert.Equal(code is null, world.State.IsLive);
    }

    [Theory]
    [InlineData(20_000, 50, null)]
    [InlineData(20_001, 0, "post.text-too-long")]
    [InlineData(1, 51, "post.too-many-mentions")]
    public void Create_OfThisSize_IsJudged(int length, int mentions, string? code)
    {
        var command = new CreatePost(
            PostWorld.Learner("a"), Operation.None, new('x', length), "", Audiences.Everyone, [.. Enumerable.Range(0, mentions).Select(n => $"l{n}")]);

        Assert.Equal(code, new PostWorld().Do((state, now) => PostRules.Create(state, command, now)));
    }

    [Fact]
    public void Create_OfAnImport_KeepsTheOriginalTimeAndRefusesTheFuture()
    {
        var world = new PostWorld();
        var command = new CreatePost(PostWorld.Learner("a"), Operation.None, "x", "x", Audiences.Everyone, [], PostWorld.Start.AddYears(-3));

        Assert.Equal(
            "post.in-the-future",
            world.Do((state, now) => PostRules.Create(state, command with { At = now.AddSeconds(1) }, now)));
        Assert.Null(world.Do((state, now) => PostRules.Create(state, command, now)));
        Assert.Equal(PostWorld.Start.AddYears(-3), world.State.CreatedAt);
    }

    [Fact]
    public void Create_Again_ChangesNothingAndAnotherAuthorIsRefused()
    {
        var world = PostWorld.Published();
        var again = new CreatePost(PostWorld.Learner("author"), Operation.None, "Hello", "", Audiences.Everyone, []);

        Assert.Null(world.Do((state, now) => PostRules.Create(state, again, now)));
        Assert.Equal("post.exists", world.Do((state, now) => PostRules.Create(state, again with { Viewer = PostWorld.Learner("b") }, now)));
        Assert.Single(world.Events);
    }

    [Fact]
    public void Edit_ByTheAuthor_KeepsTheFormerText()
    {
        var world = PostWorld.Published();

        Assert.Null(Edit(world, "author", "Better"));
        Assert.Null(Edit(world, "author", "Best"));

        Assert.Equal(["Hello", "Better"], world.State.Former.Select(version => version.Text));
        Assert.Equal("Best", world.State.Text);
        Assert.Equal(3, world.State.Revision);
        Assert.Equal("post.not-the-author", Edit(world, "other", "Mine"));
    }

    [Fact]
    public void Edit_BeyondTheLimit_IsRefused()
    {
        var world = PostWorld.Published();
        for (var i = 0; i < PostLimits.MaxEdits; i++)
        {
            Assert.Null(Edit(world, "author", $"v{i}"));
        }

        Assert.Equal("post.too-many-edits", Edit(world, "author", "once more"));
    }

    [Fact]
    public void Delete_ByAuthorOrModerator_LeavesNoText()
    {
        var world = PostWorld.Published();
        world.Comment("b", "secret");
        world.React("b", "👍");

        Assert.Equal("post.may-not-delete", world.Do((state, _) => PostRules.Delete(state, PostWorld.Learner("b"), PostRight.Full)));
        Assert.Null(world.Do((state, _) => PostRules.Delete(state, PostWorld.Learner("b"), PostRight.Full with { IsModerator = true })));

        Assert.False(world.State.IsLive);
        Assert.Equal("", world.State.Text + world.State.Html);
        Assert.Empty(world.State.Comments);
        Assert.Empty(world.State.Reactions());
        Assert.Equal("post.not-found", world.Comment("b"));
        Assert.Equal("post.not-found", world.React("b", "👍"));
    }

    [Theory]
    [InlineData("👍", null)]
    [InlineData("❤️", null)]
    [InlineData("👍🏽", null)]
    [InlineData("1️⃣", null)]
    [InlineData("x", "post.not-an-emoji")]
    [InlineData("👍👍", "post.not-an-emoji")]
    [InlineData("", "post.not-an-emoji")]
    [InlineData("\u2003", "post.not-an-emoji")]
    [InlineData("👨‍👩‍👧‍👦", "post.not-an-emoji")]
    public void React_With_IsOneSmallGrapheme(string emoji, string? code) => Assert.Equal(code, PostWorld.Published().React("b", emoji));

    [Fact]
    public void React_AnyOrder_CountsEachLearnerOncePerEmoji()
    {
        var world = PostWorld.Published();
        world.React("a", "👍");
        world.React("b", "👍");
        world.React("b", "👍");
        world.React("b", "🎉");
        world.React("a", "👍", isOn: false);
        world.React("a", "👍", isOn: false);

        Assert.Equal(1, world.State.Reactions()["👍"]);
        Assert.Equal(1, world.State.Reactions()["🎉"]);
        Assert.Equal([1, 2, 1, 1], world.Events.OfType<PostReactionSet>().Select(e => e.Count));
        Assert.Equal(["🎉", "👍"], world.State.ToView("p", "b").MyReactions.OrderByDescending(emoji => emoji == "🎉"));
    }

    [Fact]
    public void React_WithMoreKindsThanAPostBears_IsRefused()
    {
        var world = PostWorld.Published();
        for (var i = 0; i < PostLimits.MaxEmojis; i++)
        {
            Assert.Null(world.React("a", char.ConvertFromUtf32(0x1F600 + i)));
        }

        Assert.Equal("post.too-many-emojis", world.React("a", "👍"));
        Assert.Null(world.React("b", char.ConvertFromUtf32(0x1F600)));
    }

    [Fact]
    public void Count_OfAShard_AddsToThePostsOwnAndOldRevisionsAreIgnored()
    {
        var world = PostWorld.Published();
        world.React("a", "👍");
        Assert.Null(Count(world, 2, new() { ["👍"] = 5 }));
        Assert.Null(Count(world, 1, new() { ["👍"] = 4 }));
        Assert.Equal(6, world.State.CountOf("👍"));
        Assert.Null(Count(world, 3, new() { ["🎉"] = 1 }));

        Assert.Equal(1, world.State.CountOf("👍"));
        Assert.Equal(1, world.Events.OfType<PostReactionsCounted>().Last().Totals["👍"]);
        Assert.Equal(1, world.Events.OfType<PostReactionsCounted>().Last().Totals["🎉"]);
    }

    [Fact]
    public void DeleteComment_ByWhom_IsJudged()
    {
        var world = PostWorld.Published();
        for (var i = 0; i < 3; i++)
        {
            world.Comment("writer");
        }

        Assert.Equal("post.may-not-delete", world.DeleteComment("other", 1));
        Assert.Null(world.DeleteComment("writer", 1));
        Assert.Null(world.DeleteComment("author", 2));
        Assert.Null(world.DeleteComment("other", 3, new PostRight(null, null, IsModerator: true)));
        Assert.Equal("post.comment-not-found", world.DeleteComment("writer", 1));
        Assert.Equal(0, world.State.CommentCount);
        Assert.All(world.State.Comments, comment => Assert.Equal("", comment.Text + comment.Html));
    }

    [Fact]
    public void DeleteComment_SealedAndDeletedBefore_IsNotCountedTwice()
    {
        var world = PostWorld.Published();
        for (var i = 0; i < PostLimits.SegmentSize + 1; i++)
        {
            world.Comment("writer");
        }

        var old = world.State.Find(7)!;
        world.DeleteComment("writer", 3);
        world.Do((_, _) => new CommentsSealed(PostLimits.SegmentSize));

        Assert.Null(world.State.Find(7));
        Assert.Null(world.DeleteComment("writer", 7, sealedOne: old));
        Assert.Equal("post.comment-not-found", world.DeleteComment("writer", 7, sealedOne: old));
        Assert.Equal("post.comment-not-found", world.DeleteComment("writer", 3, sealedOne: old with { Number = 3 }));
        Assert.Equal(PostLimits.SegmentSize - 1, world.State.CommentCount);
        Assert.Equal(PostLimits.SegmentSize + 1, world.State.LastComment);
    }

    private static string? Edit(PostWorld world, string by, string text) =>
        world.Do((state, _) => PostRules.Edit(state, new(PostWorld.Learner(by), Operation.None, text, text, [])));

    private static string? Count(PostWorld world, long revision, Dictionary<string, int> counts) =>
        world.Do((state, _) => PostRules.Count(state, 1, revision, counts));
}
