using LmsActors.Connections;
using LmsActors.Groups;
using LmsActors.Posts;
using LmsActors.Profiles;

namespace LmsActors.Feeds;

/// <summary>A few learners and one group in a tenant of their own; what they do, and what their feeds must then show.</summary>
internal sealed class FeedWorld(TestSilo silo, string tenant)
{
    public const string GroupId = "g";

    private readonly List<(Post Post, string Text)> _live = [];
    private readonly HashSet<(string, string)> _follows = [];
    private readonly HashSet<(string, string)> _friends = [];
    private readonly HashSet<(string, string)> _blocks = [];
    private readonly HashSet<(string, string)> _mutes = [];
    private readonly HashSet<string> _members = [];
    private int _posts;

    public IReadOnlyList<string> LivePosts => [.. _live.Select(item => item.Post.Id)];

    public int LivePostsOf(string author) => _live.Count(item => item.Post.Author.Id == author);

    public async Task<FeedWorld> BeginAsync(params string[] learners)
    {
        foreach (var id in learners)
        {
            Assert.True((await Get<IProfileGrain>(id).CreateAsync(new(id, "employees"))).IsOk);
        }

        Assert.True((await Group.CreateAsync(new(Operation.None, Viewer(learners[0]), "Group", GroupKind.Closed))).IsOk);
        _members.Add(learners[0]);
        return this;
    }

    public T Get<T>(string id)
        where T : IGrainWithStringKey => silo.Get<T>(tenant, id);

    public Viewer Viewer(string id) => TestSilo.Viewer(tenant, id);

    public IFeedShardGrain Shard(string learner) => silo.Grains.GetGrain<IFeedShardGrain>(FeedShards.Key(tenant, learner));

    public IJournalGrain Journal(string learner) => Get<IJournalGrain>(Journals.OfLearner(learner));

    public async Task<string?> PostAsync(string author, string audience, string text = "Hello", DateTimeOffset? at = null)
    {
        var id = Ids.Derive(tenant, Interlocked.Increment(ref _posts).ToString());
        var created = await Get<IPostGrain>(id).CreateAsync(new(Viewer(author), Operation.None, text, text, audience, [], at));
        if (created.IsOk)
        {
            lock (_live)
            {
                _live.Add((created.Value!, text));
            }
        }

        return created.IsOk ? id : null;
    }

    public async Task EditAsync(int index, string text)
    {
        var post = _live[index].Post;
        Assert.True((await Get<IPostGrain>(post.Id).EditAsync(new(Viewer(post.Author.Id), Operation.None, text, text, []))).IsOk);
        _live[index] = (post, text);
    }

    public async Task DeleteAsync(int index)
    {
        var post = _live[index].Post;
        Assert.True((await Get<IPostGrain>(post.Id).DeleteAsync(Operation.None, Viewer(post.Author.Id))).IsOk);
        _live.RemoveAt(index);
    }

    public async Task FollowAsync(string who, string whom, bool isOn)
    {
        var connections = Get<IConnectionsGrain>(who);
        var done = isOn ? await connections.FollowAsync(whom) : await connections.UnfollowAsync(whom);
        _ = done.IsOk && isOn ? _follows.Add((who, whom)) : _follows.Remove((who, whom));
    }

    public async Task BefriendAsync(string one, string other, bool isOn)
    {
        if (!isOn)
        {
            await Get<IConnectionsGrain>(one).UnfriendAsync(other);
            _friends.RemoveWhere(pair => pair == (one, other) || pair == (other, one));
            return;
        }

        await Get<IConnectionsGrain>(one).BefriendAsync(other);
        var done = await Get<IConnectionsGrain>(other).BefriendAsync(one);
        if (done is { IsOk: true, Value.Friend: true })
        {
            _friends.UnionWith([(one, other), (other, one)]);
        }
    }

    public async Task BlockAsync(string one, string other, bool isOn)
    {
        if (!isOn)
        {
            await Get<IConnectionsGrain>(one).UnblockAsync(other);
            _blocks.Remove((one, other));
            return;
        }

        // Who is blocked already does not find the other, and so cannot block back.
        if (!(await Get<IConnectionsGrain>(one).BlockAsync(other)).IsOk)
        {
            Assert.Contains((other, one), _blocks);
            return;
        }

        _blocks.Add((one, other));
        foreach (var set in new[] { _follows, _friends })
        {
            set.RemoveWhere(pair => pair == (one, other) || pair == (other, one));
        }
    }

    public async Task MuteAsync(string one, string other, bool isOn)
    {
        var done = isOn ? await Get<IConnectionsGrain>(one).MuteAsync(other) : await Get<IConnectionsGrain>(one).UnmuteAsync(other);
        if (done.IsOk)
        {
            _ = isOn ? _mutes.Add((one, other)) : _mutes.Remove((one, other));
        }
    }

    public async Task JoinAsync(string owner, string who, bool isOn)
    {
        if (who == owner)
        {
            return;
        }

        if (!isOn)
        {
            await Group.RemoveMemberAsync(new(Operation.None, Viewer(who), who));
            _members.Remove(who);
            return;
        }

        await Group.PutMemberAsync(new(Operation.None, Viewer(who), who), null);
        await Group.PutMemberAsync(new(Operation.None, Viewer(owner), who), null);
        Assert.NotNull(await Group.RoleOfAsync(who));
        _members.Add(who);
    }

    /// <summary>What the learner's feed must show, from what was done.</summary>
    public List<(string Id, string Text)> Ideal(string who) =>
    [
        .. _live
            .Where(item => MaySee(who, item.Post))
            .OrderByDescending(item => item.Post.CreatedAt).ThenByDescending(item => item.Post.Id, StringComparer.Ordinal)
            .Select(item => (item.Post.Id, item.Text)),
    ];

    public async Task<List<(string Id, string Text)>> FeedAsync(string who, int limit = 200)
    {
        var (posts, cursor) = (new List<(string, string)>(), default(string));
        do
        {
            var page = await Shard(who).ReadAsync(Viewer(who), new(limit, cursor));
            posts.AddRange(page.Items.Select(post => (post.Id, post.Text)));
            cursor = page.Next;
        }
        while (cursor is not null);
        return posts;
    }

    private IGroupGrain Group => Get<IGroupGrain>(GroupId);

    private bool MaySee(string who, Post post)
    {
        var author = post.Author.Id;
        if (_blocks.Contains((who, author)) || _blocks.Contains((author, who)) || _mutes.Contains((who, author)))
        {
            return false;
        }

        return post.Audience == Audiences.Group(GroupId) ? _members.Contains(who)
            : author == who
            || _friends.Contains((who, author))
            || (_follows.Contains((who, author)) && post.Audience == Audiences.Everyone);
    }
}
