using LmsActors.NameDirectory;
using LmsActors.Posts;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LmsActors.Feeds;

[GrainType("journal"), Reentrant]
internal sealed class JournalGrain : LiveLogGrain<JournalState, JournalEvent>, IJournalGrain
{
    private static readonly TimeSpan OwnWrites = TimeSpan.FromMilliseconds(200);

    private readonly ActorKey _key;
    private readonly JournalHistory _history;
    private readonly JournalAudience _audience;
    private readonly JournalFanOut _fanOut;
    private readonly IDirectoryWriter _directory;
    private readonly Dictionary<string, DateTimeOffset> _watchedPosts = [];

    public JournalGrain(
        Log<JournalState, JournalEvent> log, IGrainFactory grains, PerSilo<FeedRelay> relay, IDirectoryWriter directory, ILogger<JournalGrain> logger)
        : base(log, logger)
    {
        _directory = directory;
        _key = Key;
        _history = new(log, grains, _key);
        _audience = new(grains, _key);
        _fanOut = new(relay.Value, _key);
    }

    protected override bool HasOutbox => true;

    public Task PutAsync(PostRef post) => ChangeAsync(post, isLive: true);

    public Task RemoveAsync(PostRef post) => ChangeAsync(post, isLive: false);

    public async Task<Result<Page<Post>>> PostsAsync(Viewer viewer, Paging paging)
    {
        if (await _audience.ToReadAsync(Log.Committed, viewer) is { } refusal)
        {
            return refusal;
        }

        var audiences = await _audience.OfAsync(Log.Committed, viewer);
        var (posts, next) = await _history.TakeAsync(
            PostPlace.TryParse(paging.Cursor), paging.Limit, post => audiences.Contains(post.Audience) && viewer.Sees(post.AuthorId));
        return new Page<Post>(await PostReader.ReadAsync(GrainFactory, viewer, posts), next?.ToString());
    }

    public async Task<int> CountAsync(Viewer viewer)
    {
        if (await _audience.ToReadAsync(Log.Committed, viewer) is not null)
        {
            return 0;
        }

        var audiences = await _audience.OfAsync(Log.Committed, viewer);
        return Log.Committed.Count(audiences.Contains);
    }

    public async Task<JournalSlice> SliceAsync(PostPlace? before, int count)
    {
        var through = Log.CommittedSequence;
        var (posts, next) = await _history.TakeAsync(before, count, _fanOut.IsForFeeds);
        return new(through, posts, next);
    }

    public Task<JournalSlice> SubscribeAsync(int shard, int count)
    {
        _fanOut.Subscribe(shard);
        return SliceAsync(null, count);
    }

    public Task WatchAudienceAsync(string postId)
    {
        var now = Log.Now;
        foreach (var (id, until) in _watchedPosts.Where(pair => pair.Value < now).ToList())
        {
            _watchedPosts.Remove(id);
        }

        _watchedPosts[postId] = now + LiveLease.Duration;
        return Task.CompletedTask;
    }

    public Task AudienceChangedAsync(IReadOnlyList<string> learnerIds)
    {
        Subscribers.Revoke(learnerIds.Count == 0 ? null : learnerIds);
        return Task.WhenAll(_watchedPosts.Keys.Select(id => GrainFactory.Actor<IPostGrain>(new ActorKey(_key.Tenant, id)).AudienceChangedAsync(learnerIds)));
    }

    protected override async Task DeliverAsync(IReadOnlyList<Happened<JournalEvent>> events)
    {
        await Task.WhenAll(_fanOut.SendAsync(events), CountAsync(events));
        while (await _history.SealNextAsync() is { } segment)
        {
            await CommitAsync(Operation.None, (state, _) => JournalRules.Seal(state, segment.Posts, segment.Count));
        }
    }

    protected override ValueTask<Refusal?> MayWatchAsync(Viewer viewer) => _audience.ToReadAsync(Log.Committed, viewer);

    protected override byte[] Snapshot(JournalState state, Viewer viewer) => JournalStream.Snapshot(state, _key.Id, viewer);

    protected override LiveEvent? Project(Happened<JournalEvent> happened) => JournalStream.Project(happened, _key.Id);

    private async Task ChangeAsync(PostRef post, bool isLive)
    {
        var isDone = false;
        while (!isDone)
        {
            // Sealing may move the post's place into a segment while a decision is under way; then it is tried there.
            isDone = await ChangeSealedAsync(post, isLive) || (await CommitAsync(
                Operation.None,
                (state, _) => isLive ? JournalRules.Put(state, post) : JournalRules.Remove(state, post),
                (state, _) => !state.IsSealed(post.Place))).Value;
        }

        await DeliveredAsync(OwnWrites);
    }

    private async Task<bool> ChangeSealedAsync(PostRef post, bool isLive)
    {
        if (Log.Committed.Gone.Contains(post.Id))
        {
            return true;
        }

        if (await _history.PutSealedAsync(post, isLive) is not { } changed)
        {
            return false;
        }

        await CommitAsync(Operation.None, (state, _) => JournalRules.Recount(state, post, isLive, changed.Segment, changed.Count));
        return true;
    }

    /// <summary>The directory sums up learners' posts; a group's journal holds the same posts once more, and does not count.</summary>
    private Task CountAsync(IReadOnlyList<Happened<JournalEvent>> events)
    {
        if (Journals.LearnerOf(_key.Id) is not { } learnerId || !events.Any(happened => happened.Event is JournalEntered or JournalLeft or JournalRecounted))
        {
            return Task.CompletedTask;
        }

        var count = new DirectoryCount(learnerId, DirectoryCounters.Posts, Log.Committed.Count(_ => true), Log.CommittedSequence);
        return _directory.PutAsync(_key.Tenant, DirectoryKinds.Learner, count);
    }
}
