using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LmsActors.Posts;

[GrainType("post"), Reentrant]
internal sealed class PostGrain : LiveLogGrain<PostState, PostEvent>, IPostGrain
{
    private static readonly TimeSpan OwnWrites = TimeSpan.FromMilliseconds(250);

    private readonly ActorKey _key;
    private readonly PostComments _comments;
    private readonly PostReactors _reactors;
    private readonly PostJournals _journals;

    public PostGrain(Log<PostState, PostEvent> log, IGrainFactory grains, ILogger<PostGrain> logger)
        : base(log, logger)
    {
        _key = Key;
        _comments = new(log, grains, _key);
        _reactors = new(grains, _key);
        _journals = new(log, grains, _key);
    }

    protected override bool HasOutbox => true;

    public async Task<Result<Post>> CreateAsync(CreatePost command)
    {
        if (Log.State.Author.Id is null && await PostAccess.ToPublishAsync(GrainFactory, command.Audience, command.Viewer) is { } refusal)
        {
            return refusal;
        }

        var created = await CommitAsync(
            command.Operation,
            (state, now) => PostRules.Create(state, command, now),
            (state, _) => (state.IsLive, View: state.ToView(_key.Id, command.Viewer.LearnerId)));
        await DeliveredAsync(OwnWrites);
        return created.Refusal is { } no ? no : created.Value.IsLive ? created.Value.View : PostRefusals.Unknown;
    }

    public async Task<Result<Post>> ReadAsync(Viewer viewer) =>
        (await RightAsync(viewer)).ToRead is { } refusal ? refusal : await ViewAsync(viewer);

    public Task<Post?> PeekAsync() => Task.FromResult(Log.Committed.IsLive ? Log.Committed.ToView(_key.Id, null) : null);

    public async Task<Result<Post>> EditAsync(EditPost command)
    {
        var right = await RightAsync(command.Viewer);
        var edited = right.ToRead ?? (await CommitAsync(command.Operation, (state, _) => PostRules.Edit(state, command))).Refusal;
        return edited is { } refusal ? refusal : await ViewAsync(command.Viewer);
    }

    public async Task<Result> DeleteAsync(Operation operation, Viewer viewer)
    {
        var right = await RightAsync(viewer);
        var isRetry = Log.TryFind(operation, out _);
        if (right is { ToRead: { } refusal, IsModerator: false } && !isRetry)
        {
            return refusal;
        }

        var deleted = await CommitAsync(operation, (state, _) => PostRules.Delete(state, viewer, right));
        await DeliveredAsync(OwnWrites);
        return deleted;
    }

    public async Task<Result<IReadOnlyList<PostVersion>>> HistoryAsync(Viewer viewer)
    {
        var state = Log.Committed;
        return (await RightAsync(viewer)).ToRead is { } refusal
            ? refusal
            : new Result<IReadOnlyList<PostVersion>>([new(state.Text, state.EditedAt ?? state.CreatedAt), .. state.Former.Reverse()], null);
    }

    public async Task<Result<Post>> ReactAsync(ReactToPost command)
    {
        var right = await RightAsync(command.Viewer);
        if ((right.ToRead ?? right.ToReact ?? PostRules.CheckReaction(Log.State, command)) is { } refusal)
        {
            return refusal;
        }

        if (Log.State.HasReactorShards && !Log.State.HasReacted(command.Viewer.LearnerId, command.Emoji))
        {
            await _reactors.PutAsync(command);
            return await ViewAsync(command.Viewer);
        }

        var reacted = await CommitAsync(command.Operation, (state, _) => PostRules.React(state, command));
        return reacted.Refusal is { } no ? no : await ViewAsync(command.Viewer);
    }

    public Task ReactionsCountedAsync(int shard, long revision, IReadOnlyDictionary<string, int> counts) =>
        CommitAsync(Operation.None, (state, _) => PostRules.Count(state, shard, revision, counts));

    public Task<Result<Comment>> CommentAsync(AddComment command) =>
        ChangeCommentAsync(command.Viewer, command.Operation, null, (state, _, _, _) => PostRules.Comment(state, command));

    public Task<Result<Comment>> EditCommentAsync(EditComment command) => ChangeCommentAsync(
        command.Viewer,
        command.Operation,
        PostKeys.NumberOf(_key.Id, command.CommentId),
        (state, comment, _, now) => PostRules.EditComment(state, comment, command, now));

    public async Task<Result> DeleteCommentAsync(DeleteComment command) => (await ChangeCommentAsync(
        command.Viewer,
        command.Operation,
        PostKeys.NumberOf(_key.Id, command.CommentId),
        (state, comment, right, _) => PostRules.DeleteComment(state, comment, command.Viewer, right),
        isModeration: true)).WithoutValue();

    public async Task<Result<Page<Comment>>> CommentsAsync(Viewer viewer, Paging paging) =>
        (await RightAsync(viewer)).ToRead is { } refusal ? refusal : await _comments.PageAsync(viewer, paging);

    public Task AudienceChangedAsync(IReadOnlyList<string> learnerIds)
    {
        Subscribers.Revoke(learnerIds.Count == 0 ? null : learnerIds);
        return Task.CompletedTask;
    }

    public async Task EraseSealedAsync(ErasedLearner learner, IReadOnlyList<StoredComment> comments)
    {
        await CommitAsync(Operation.None, (state, _) => PostErasure.ForgetSealed(state, comments, learner));
        await DeliveredAsync(OwnWrites);
    }

    public override async Task<StreamPosition> AttachAsync(string stream, ILiveObserver observer)
    {
        await _journals.WatchAudienceAsync();
        return await base.AttachAsync(stream, observer);
    }

    protected override async Task DeliverAsync(IReadOnlyList<Happened<PostEvent>> events)
    {
        await _journals.DeliverAsync(events);
        await _comments.DeliverAsync(events);
        while (await _comments.SealNextAsync() is { } through)
        {
            await CommitAsync(
                Operation.None,
                (state, _) => state.IsLive && through > state.SealedThrough ? new CommentsSealed(through) : Decision<PostEvent>.Nothing);
        }
    }

    protected override async ValueTask<Refusal?> MayWatchAsync(Viewer viewer) => (await RightAsync(viewer)).ToRead;

    protected override byte[] Snapshot(PostState state, Viewer viewer) => PostStream.Snapshot(state, _key.Id, viewer);

    protected override LiveEvent? Project(Happened<PostEvent> happened) => PostStream.Project(happened, _key.Id);

    private ValueTask<PostRight> RightAsync(Viewer viewer) => PostAccess.OfAsync(GrainFactory, Log.Committed, viewer);

    private async Task<Post> ViewAsync(Viewer viewer)
    {
        var elsewhere = await _reactors.OfAsync(Log.Committed, viewer.LearnerId);
        return Log.Committed.ToView(_key.Id, viewer.LearnerId, elsewhere);
    }

    private async Task<Result<Comment>> ChangeCommentAsync(
        Viewer viewer,
        Operation operation,
        int? number,
        Func<PostState, StoredComment?, PostRight, DateTimeOffset, Decision<PostEvent>> decide,
        bool isModeration = false)
    {
        var right = await RightAsync(viewer);
        if ((right.ToRead ?? right.ToReact) is { } refusal && !(isModeration && right.IsModerator))
        {
            return refusal;
        }

        // A sealed comment is read before the decision; that it was deleted since then, the post's state knows.
        var old = await _comments.FindAsync(number);
        var done = await CommitAsync(
            operation,
            (state, now) => decide(state, (number is { } n ? state.Find(n) : null) ?? old, right, now),
            (_, subject) => (int)subject);
        if (done.Refusal is { } no)
        {
            return no;
        }

        if (done.Value <= Log.Committed.SealedThrough)
        {
            await DeliveredAsync(OwnWrites);
        }

        return await _comments.FindAsync(done.Value) is { } comment ? comment.ToView(_key.Id) : PostRefusals.UnknownComment;
    }
}
