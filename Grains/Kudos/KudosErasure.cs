namespace LmsActors.Kudos;

/// <summary>
/// What an erased learner gave goes on to count for those who received it, without who gave it and without what was written; what it
/// received goes with it, and those who gave it have given less.
/// </summary>
internal sealed class KudosErasure
    : IErasure<KudosState, KudosEvent>, IErasure<KudosSegmentState, KudosSegmentEvent>, IErasure<KudosGiverState, KudosGiverEvent>
{
    public Decision<KudosEvent> Forget(ActorKey actor, KudosState state, ErasedLearner learner) =>
        !learner.IsOwn(actor) && state.Givers.ContainsKey(learner.LearnerId) ? new KudosGiverErased(learner.LearnerId) : Decision<KudosEvent>.Nothing;

    public Decision<KudosSegmentEvent> Forget(ActorKey actor, KudosSegmentState state, ErasedLearner learner) =>
        !learner.IsOwn(actor) && state.Kudos.Any(kudos => kudos.From.Id == learner.LearnerId)
            ? new KudosSegmentGiverErased(learner.LearnerId)
            : Decision<KudosSegmentEvent>.Nothing;

    public Decision<KudosGiverEvent> Forget(ActorKey actor, KudosGiverState state, ErasedLearner learner) =>
        !learner.IsOwn(actor) && state.Receivers.ContainsKey(learner.LearnerId)
            ? new KudosReceiverErased(learner.LearnerId)
            : Decision<KudosGiverEvent>.Nothing;
}
