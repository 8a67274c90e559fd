namespace LmsActors.Groups;

/// <summary>
/// An erased learner leads no group and is in none. A group that loses its last owner by that has none, as those of an import:
/// the tenant's administrators can make one.
/// </summary>
internal sealed class GroupErasure : IErasure<GroupState, GroupEvent>, IErasure<MemberShardState, MemberShardEvent>
{
    public Decision<GroupEvent> Forget(ActorKey actor, GroupState state, ErasedLearner learner) =>
        state.FounderId == learner.LearnerId || state.Staff.ContainsKey(learner.LearnerId)
            ? new LeaderErased(learner.LearnerId)
            : Decision<GroupEvent>.Nothing;

    public Decision<MemberShardEvent> Forget(ActorKey actor, MemberShardState state, ErasedLearner learner) =>
        state.People.ContainsKey(learner.LearnerId) ? new MemberErased(learner.LearnerId) : Decision<MemberShardEvent>.Nothing;
}
