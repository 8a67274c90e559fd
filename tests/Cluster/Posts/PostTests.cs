using System.Text;
using System.Text.Json;
using LmsActors.Connections;
using LmsActors.Groups;

namespace LmsActors.Posts;

/// <summary>Posts in a real silo: who may see them, comments beyond the post's own state, reactions beyond it, the stream.</summary>
public sealed class PostTests(TestSilo silo) : IClassFixture<TestSilo>
{
    private static int _runs;
    private readonly string _tenant = $"posts{Interlocked.Increment(ref _runs)}";

    [Theory]
    [InlineData("everyone", true, true, true)]
    [InlineData("friends", true, false, true)]
    [InlineData("group:g", false, true, true)]
    public async Task Read_ByAudience_IsFoundOrNot(string audience, bool friend, bool member, bool author)
    {
        await PeopleAsync();
        var post = await PublishAsync(audience);

        Assert.Equal(friend, (await post.ReadAsync(Viewer("friend"))).IsOk);
        Assert.Equal(member, (await post.ReadAsync(Viewer("member"))).IsOk);
        Assert.Equal(author, (await post.ReadAsync(Viewer("author"))).IsOk);
        foreach (var stranger in new[] { "friend", "member" }.Where((_, index) => index == 0 ? !friend : !member))
        {
            Assert.Equal("post.not-found", (await post.CommentsAsync(Viewer(stranger), new(10, null))).Refusal?.Code);
            Assert.Equal("post.not-found", (await post.HistoryAsync(Viewer(stranger))).Refusal?.Code);
            Assert.Equal("post.not-found", (await post.CommentAsync(new(Viewer(stranger), Operation.None, "x", "x", []))).Refusal?.Code);
            Assert.Equal("post.not-found", (await post.ReactAsync(new(Viewer(stranger), Operation.None, "👍", true))).Refusal?.Code);
            Assert.Equal("post.not-found", (await post.EditAsync(new(Viewer(stranger), Operation.None, "x", "x", []))).Refusal?.Code);
            Assert.Equal("post.not-found", (await post.DeleteAsync(Operation.None, Viewer(stranger))).Refusal?.Code);
            Assert.Equal("post.not-found", (await post.ReadStreamAsync("post/p", Viewer(stranger), null)).Refusal?.Code);
        }
    }

    [Fact]
    public async Task Create_ForAGroupOfOthers_IsRefused()
    {
        await PeopleAsync();

        var command = new CreatePost(Viewer("friend"), Operation.None, "x", "x", Audiences.Group("g"), []);

        Assert.Equal("group.not-found", (await Post("x").CreateAsync(command)).Refusal?.Code);
        Assert.Equal("group.not-found", (await Post("y").CreateAsync(command with { Audience = Audiences.Group("none") })).Refusal?.Code);
    }

    [Fact]
    public async Task Create_Repeated_AnswersTheSamePostAndOtherContentIsRefused()
    {
        var operation = new Operation(Ids.DeriveGuid("op"), 1);
        var command = new CreatePost(Viewer("author"), operation, "Hello", "Hello", Audiences.Everyone, []);
        var first = await Post("p").CreateAsync(command);
        await silo.DeactivateAsync(Post("p"));

        Assert.Equal(first.Value!.CreatedAt, (await Post("p").CreateAsync(command)).Value!.CreatedAt);
        Assert.Equal("operation.reused", (await Post("p").CreateAsync(command with { Operation = operation with { Fingerprint = 2 } })).Refusal?.Code);
    }

    [Fact]
    public async Task Read_AcrossABlock_ShowsNoText()
    {
        var post = await PublishAsync(Audiences.Everyone);
        await post.CommentAsync(new(Viewer("rude"), Operation.None, "secret words", "secret words", []));
        await post.CommentAsync(new(Viewer("kind"), Operation.None, "hello", "hello", []));
        var apart = Viewer("me") with { Hidden = ["rude"] };

        Assert.Equal(["hello"], (await post.CommentsAsync(apart, new(10, null))).Value!.Items.Select(comment => comment.Text));
        Assert.DoesNotContain("secret", Encoding.UTF8.GetString((await post.ReadStreamAsync("post/p", apart, null)).Value!.Snapshot!));
        var resumed = (await post.ReadStreamAsync("post/p", apart, new(1, 0))).Value!;
        Assert.DoesNotContain(resumed.Missed, happened => Encoding.UTF8.GetString(happened.Data).Contains("secret"));
        Assert.Equal("post.not-found", (await post.ReadAsync(Viewer("me") with { Hidden = ["author"] })).Refusal?.Code);
    }

    [Fact]
    public async Task Delete_ByModeratorOfTheGroupOrAdmin_IsDone()
    {
        await PeopleAsync();
        var inGroup = await PublishAsync(Audiences.Group("g"), "g1");
        var toAll = await PublishAsync(Audiences.Everyone, "e1");
        var toFriends = await PublishAsync(Audiences.Friends, "f1");

        Assert.Equal("post.may-not-delete", (await toAll.DeleteAsync(Operation.None, Viewer("member"))).Refusal?.Code);
        Assert.Equal("post.may-not-delete", (await inGroup.DeleteAsync(Operation.None, Viewer("member"))).Refusal?.Code);
        Assert.True((await inGroup.DeleteAsync(Operation.None, Viewer("owner"))).IsOk);
        Assert.True((await toAll.DeleteAsync(Operation.None, Viewer("boss") with { IsAdmin = true })).IsOk);
        Assert.True((await toFriends.DeleteAsync(Operation.None, Viewer("boss") with { IsAdmin = true })).IsOk);
        Assert.Equal("post.not-found", (await toAll.ReadAsync(Viewer("author"))).Refusal?.Code);
        Assert.Equal("post.not-found", (await toAll.ReadStreamAsync("post/e1", Viewer("author"), null)).Refusal?.Code);
    }

    [Fact]
    public async Task Comments_MoreThanAPostKeeps_ArePagedEditedAndDeletedAlike()
    {
        var post = await PublishAsync(Audiences.Everyone);
        foreach (var some in Enumerable.Range(1, 450).Chunk(50))
        {
            await Task.WhenAll(some.Select(n => post.CommentAsync(new(Viewer("writer"), Operation.None, $"c{n}", $"c{n}", []))));
        }

        var all = await CommentsAsync(post);
        var (edited, deleted) = (all[^7], all[^20]);
        Assert.True((await post.EditCommentAsync(new(Viewer("writer"), Operation.None, edited.Id, "new", "new", []))).IsOk);
        Assert.Equal("post.not-the-author", (await post.EditCommentAsync(new(Viewer("x"), Operation.None, edited.Id, "mine", "", []))).Refusal?.Code);
        Assert.True((await post.DeleteCommentAsync(new(Viewer("writer"), Operation.None, deleted.Id))).IsOk);
        Assert.False((await post.DeleteCommentAsync(new(Viewer("writer"), Operation.None, deleted.Id))).IsOk);
        await silo.DeactivateAsync(post);

        var now = await CommentsAsync(post);
        Assert.Equal(450, all.Select(comment => comment.Id).Distinct().Count());
        Assert.Equal(449, now.Count);
        Assert.Equal("new", now.Single(comment => comment.Id == edited.Id).Text);
        Assert.DoesNotContain(now, comment => comment.Id == deleted.Id);
        Assert.Equal(449, (await post.ReadAsync(Viewer("me"))).Value!.CommentCount);
    }

    [Fact]
    public async Task React_MoreThanAPostKeeps_CountsExactly()
    {
        var post = await PublishAsync(Audiences.Everyone);
        foreach (var some in Enumerable.Range(0, 1300).Chunk(100))
        {
            await Task.WhenAll(some.Select(n => post.ReactAsync(new(Viewer($"l{n}"), Operation.None, n % 2 == 0 ? "👍" : "🎉", true))));
        }

        await Task.WhenAll(Enumerable.Range(0, 200).Select(n => post.ReactAsync(new(Viewer($"l{n * 6}"), Operation.None, "👍", false))));
        await Task.WhenAll(Enumerable.Range(0, 50).Select(n => post.ReactAsync(new(Viewer($"l{n * 26}"), Operation.None, "👍", true))));
        var expected = Enumerable.Range(0, 650).Count(n => n * 2 % 6 != 0 || n * 2 / 6 >= 200 || n * 2 % 26 == 0);

        await TestSilo.UntilAsync(async () => (await post.ReadAsync(Viewer("me"))).Value!.Reactions["👍"] == expected);
        Assert.Equal(650, (await post.ReadAsync(Viewer("me"))).Value!.Reactions["🎉"]);
        Assert.Equal(["🎉"], (await post.ReadAsync(Viewer("l1299"))).Value!.MyReactions);
        Assert.Equal(["🎉"], (await post.ReadAsync(Viewer("l1"))).Value!.MyReactions);
        Assert.Empty((await post.ReadAsync(Viewer("l6"))).Value!.MyReactions);
    }

    [Fact]
    public async Task Stream_SnapshotAndEvents_EqualAFreshSnapshot()
    {
        var post = await PublishAsync(Audiences.Everyone);
        await post.CommentAsync(new(Viewer("a"), Operation.None, "one", "one", []));
        var start = (await post.ReadStreamAsync("post/p", Viewer("me"), null)).Value!;
        var client = new PostClient(start.Snapshot!);

        await post.CommentAsync(new(Viewer("b"), Operation.None, "two", "two", []));
        await post.EditCommentAsync(new(Viewer("a"), Operation.None, "p.1", "1", "1", []));
        await post.DeleteCommentAsync(new(Viewer("b"), Operation.None, "p.2"));
        await post.CommentAsync(new(Viewer("c"), Operation.None, "three", "three", []));
        await post.ReactAsync(new(Viewer("a"), Operation.None, "👍", true));
        await post.ReactAsync(new(Viewer("b"), Operation.None, "🎉", true));
        await post.ReactAsync(new(Viewer("a"), Operation.None, "👍", false));
        await post.EditAsync(new(Viewer("author"), Operation.None, "Better", "Better", ["a"]));
        var resumed = (await post.ReadStreamAsync("post/p", Viewer("me"), start.Position)).Value!;
        client.Take(resumed.Missed);

        var fresh = (await post.ReadStreamAsync("post/p", Viewer("me"), null)).Value!;
        Assert.Null(resumed.Snapshot);
        Assert.Equal(fresh.Position, resumed.Position);
        Assert.True(JsonElement.DeepEquals(JsonDocument.Parse(fresh.Snapshot!).RootElement, client.Show()), client.Show().ToString());
    }

    [Fact]
    public async Task History_AfterEdits_HoldsAllTexts()
    {
        var post = await PublishAsync(Audiences.Everyone);
        await post.EditAsync(new(Viewer("author"), Operation.None, "two", "two", []));
        await post.EditAsync(new(Viewer("author"), Operation.None, "three", "three", []));

        Assert.Equal(["three", "two", "Hello"], (await post.HistoryAsync(Viewer("me"))).Value!.Select(version => version.Text));
    }

    private async Task<List<Comment>> CommentsAsync(IPostGrain post)
    {
        var (comments, cursor) = (new List<Comment>(), default(string));
        do
        {
            var page = (await post.CommentsAsync(Viewer("me"), new(60, cursor))).Value!;
            comments.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);
        return comments;
    }

    /// <summary>An author with a friend, and a closed group of an owner, the author and a member.</summary>
    private async Task PeopleAsync()
    {
        foreach (var id in new[] { "author", "friend", "member", "owner" })
        {
            await silo.Get<Profiles.IProfileGrain>(_tenant, id).CreateAsync(new(id, "employees"));
        }

        await silo.Get<IConnectionsGrain>(_tenant, "author").BefriendAsync("friend");
        await silo.Get<IConnectionsGrain>(_tenant, "friend").BefriendAsync("author");
        var group = silo.Get<IGroupGrain>(_tenant, "g");
        await group.CreateAsync(new(Operation.None, Viewer("owner"), "Group", GroupKind.Closed));
        foreach (var id in new[] { "author", "member" })
        {
            await group.PutMemberAsync(new(Operation.None, Viewer(id), id), null);
            await group.PutMemberAsync(new(Operation.None, Viewer("owner"), id), null);
        }
    }

    private async Task<IPostGrain> PublishAsync(string audience, string id = "p")
    {
        Assert.True((await Post(id).CreateAsync(new(Viewer("author"), Operation.None, "Hello", "Hello", audience, []))).IsOk);
        return Post(id);
    }

    private IPostGrain Post(string id) => silo.Get<IPostGrain>(_tenant, id);

    private Viewer Viewer(string id) => TestSilo.Viewer(_tenant, id);
}
