using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LmsActors.Posts;

[GenerateSerializer, Alias("comment-segment-event")]
internal abstract record CommentSegmentEvent;

[GenerateSerializer, Immutable, Alias("comment-segment-sealed")]
internal sealed record CommentSegmentSealed(
    [property: Id(0)] long AsOf, [property: Id(1)] IReadOnlyList<StoredComment> Comments) : CommentSegmentEvent;

[GenerateSerializer, Immutable, Alias("comment-segment-changed")]
internal sealed record CommentSegmentChanged([property: Id(0)] IReadOnlyList<CommentChange> Changes) : CommentSegmentEvent;

[GenerateSerializer, Immutable, Alias("comment-segment-cleared")]
internal sealed record CommentSegmentCleared : CommentSegmentEvent;

/// <summary>Sealed comments, and through which event of the post they are up to date.</summary>
[GenerateSerializer, Immutable, Alias("comment-segment-state")]
internal sealed record CommentSegmentState : IState<CommentSegmentState, CommentSegmentEvent>
{
    [Id(0)] public long AppliedThrough { get; init; }

    [Id(1)] public ImmutableList<StoredComment> Comments { get; init; } = [];

    [Id(2)] public bool IsCleared { get; init; }

    public CommentSegmentState Apply(Happened<CommentSegmentEvent> happened) => happened.Event switch
    {
        CommentSegmentSealed e => this with { AppliedThrough = e.AsOf, Comments = [.. e.Comments] },
        CommentSegmentChanged e => e.Changes.Aggregate(this, Change),
        CommentSegmentCleared => new() { AppliedThrough = AppliedThrough, IsCleared = true },
        _ => this,
    };

    private static CommentSegmentState Change(CommentSegmentState state, CommentChange change)
    {
        var index = state.Comments.FindIndex(comment => comment.Number == change.Comment.Number);
        return index < 0 || change.Sequence <= state.AppliedThrough
            ? state
            : state with { AppliedThrough = change.Sequence, Comments = state.Comments.SetItem(index, change.Comment) };
    }
}

[GrainType("comment-segment"), Reentrant]
internal sealed class CommentSegmentGrain(Log<CommentSegmentState, CommentSegmentEvent> log, ILogger<CommentSegmentGrain> logger)
    : LogGrain<CommentSegmentState, CommentSegmentEvent>(log, logger), ICommentSegmentGrain
{
    public Task SealAsync(long asOf, IReadOnlyList<StoredComment> comments) => CommitAsync(
        Operation.None,
        (state, _) => state.Comments.IsEmpty && !state.IsCleared
            ? new CommentSegmentSealed(asOf, comments)
            : Decision<CommentSegmentEvent>.Nothing);

    public Task ChangeAsync(IReadOnlyList<CommentChange> changes) => CommitAsync(
        Operation.None,
        (state, _) => !state.IsCleared && changes.Any(change => change.Sequence > state.AppliedThrough)
            ? new CommentSegmentChanged(changes)
            : Decision<CommentSegmentEvent>.Nothing);

    public Task ClearAsync() => CommitAsync(
        Operation.None, (state, _) => state.IsCleared ? Decision<CommentSegmentEvent>.Nothing : new CommentSegmentCleared());

    public Task<IReadOnlyList<StoredComment>> CommentsAsync() => Task.FromResult<IReadOnlyList<StoredComment>>(Log.Committed.Comments);

    protected override Task OnErasingAsync(ErasedLearner learner) =>
        GrainFactory.Actor<IPostGrain>(Key with { Id = Key.Id[..Key.Id.LastIndexOf(':')] }).EraseSealedAsync(learner, Log.Committed.Comments);
}
