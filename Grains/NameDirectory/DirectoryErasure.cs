namespace LmsActors.NameDirectory;

/// <summary>An erased learner's entry goes, and its counters with it.</summary>
internal sealed class DirectoryErasure : IErasure<DirectoryState, DirectoryEvent>
{
    public Decision<DirectoryEvent> Forget(ActorKey actor, DirectoryState state, ErasedLearner learner) =>
        state.Entries.ContainsKey(learner.LearnerId) ? new DirectoryErased(learner.LearnerId) : Decision<DirectoryEvent>.Nothing;
}
