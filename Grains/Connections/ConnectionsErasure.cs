namespace LmsActors.Connections;

/// <summary>
/// What others remember of an erased learner goes on both sides. In a set of followers a mark without a person stays in its place, as the
/// first shard must stay full once it was (<see cref="FollowersState.ShardOf"/>).
/// </summary>
internal sealed class ConnectionsErasure : IErasure<ConnectionsState, ConnectionsEvent>, IErasure<FollowersState, FollowersEvent>
{
    public Decision<ConnectionsEvent> Forget(ActorKey actor, ConnectionsState state, ErasedLearner learner) =>
        !learner.IsOwn(actor) && state.Knows(learner.LearnerId) ? new ConnectionErased(learner.LearnerId) : Decision<ConnectionsEvent>.Nothing;

    public Decision<FollowersEvent> Forget(ActorKey actor, FollowersState state, ErasedLearner learner) =>
        learner.IsOwn(actor) ? Decision<FollowersEvent>.Nothing : Forget(state.First, learner.LearnerId);

    public static Decision<FollowersEvent> Forget(FollowSet set, string learnerId) =>
        set.Marks.ContainsKey(learnerId) ? new FollowerErased(learnerId) : Decision<FollowersEvent>.Nothing;
}
