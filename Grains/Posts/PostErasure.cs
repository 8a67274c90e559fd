namespace LmsActors.Posts;

/// <summary>
/// An erased learner's posts are deleted, and then gone. Under posts of others its comments are deleted without a trace of who wrote them,
/// its reactions taken back, and mentions of it made nameless.
/// </summary>
internal sealed class PostErasure : IErasure<PostState, PostEvent>, IErasure<ReactionShardState, ShardedReactionSet>
{
    public Decision<PostEvent> Forget(ActorKey actor, PostState state, ErasedLearner learner) =>
        !state.IsLive ? Decision<PostEvent>.Nothing
        : state.Author.Id == learner.LearnerId ? new PostDeleted(Person.Erased.Id)
        : Decision<PostEvent>.Of([.. Mention(state, learner), .. Reactions(state, learner), .. Comments(state, state.Comments, learner)]);

    public bool IsOf(PostState state, ErasedLearner learner) => state.Author.Id == learner.LearnerId;

    public Decision<ShardedReactionSet> Forget(ActorKey actor, ReactionShardState state, ErasedLearner learner) => Decision<ShardedReactionSet>.Of(
        state.Reactors.Where(pair => pair.Value.Contains(learner.LearnerId)).Select(pair => new ShardedReactionSet(learner.LearnerId, pair.Key, false)));

    /// <summary>What happens to comments that a segment holds: the post decides it, and tells the segment.</summary>
    public static Decision<PostEvent> ForgetSealed(PostState state, IReadOnlyList<StoredComment> comments, ErasedLearner learner) =>
        state.IsLive ? Decision<PostEvent>.Of(Comments(state, comments, learner)) : Decision<PostEvent>.Nothing;

    private static IEnumerable<PostEvent> Mention(PostState state, ErasedLearner learner)
    {
        if (state.Mentions.Contains(learner.LearnerId))
        {
            yield return new PostMentionErased(
                ErasedMentions.Without(state.Text, learner.Name),
                ErasedMentions.Without(state.Html, learner.Name),
                [.. state.Mentions.Where(id => id != learner.LearnerId)],
                [.. state.Former.Select(version => version with { Text = ErasedMentions.Without(version.Text, learner.Name) })],
                state.EditedAt);
        }
    }

    private static IEnumerable<PostEvent> Reactions(PostState state, ErasedLearner learner) => state.Reactors
        .Where(pair => pair.Value.Contains(learner.LearnerId))
        .Select(pair => new PostReactionSet(pair.Key, learner.LearnerId, false, state.CountOf(pair.Key) - 1));

    private static IEnumerable<PostEvent> Comments(PostState state, IEnumerable<StoredComment> comments, ErasedLearner learner)
    {
        var count = state.CommentCount;
        foreach (var comment in comments)
        {
            if (comment.Author.Id == learner.LearnerId)
            {
                count -= comment.IsDeleted || state.DeletedSealed.Contains(comment.Number) ? 0 : 1;
                yield return new CommentDeleted(
                    comment with { Author = Person.Erased, Text = "", Html = "", Mentions = [], IsDeleted = true }, count);
            }
            else if (comment.Mentions.Contains(learner.LearnerId))
            {
                yield return new CommentEdited(comment with
                {
                    Text = ErasedMentions.Without(comment.Text, learner.Name),
                    Html = ErasedMentions.Without(comment.Html, learner.Name),
                    Mentions = [.. comment.Mentions.Where(id => id != learner.LearnerId)],
                });
            }
        }
    }
}
