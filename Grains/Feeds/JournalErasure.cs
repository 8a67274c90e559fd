namespace LmsActors.Feeds;

/// <summary>
/// Posts of an erased learner leave journals as their own actors tell; here go those that no post has told of. Segments hold what
/// journals tell them.
/// </summary>
internal sealed class JournalErasure : IErasure<JournalState, JournalEvent>
{
    public Decision<JournalEvent> Forget(ActorKey actor, JournalState state, ErasedLearner learner) => learner.IsOwn(actor)
        ? Decision<JournalEvent>.Nothing
        : Decision<JournalEvent>.Of(state.Posts.Where(post => post.AuthorId == learner.LearnerId).Select(post => (JournalEvent)new JournalLeft(post)));
}
