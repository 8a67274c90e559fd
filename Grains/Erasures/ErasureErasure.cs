namespace LmsActors.Erasures;

/// <summary>The records of erasures name those who ordered them, who may be erased in turn.</summary>
internal sealed class ErasureErasure : IErasure<ErasureState, ErasureEvent>, IErasure<ErasureRegisterState, ErasureRegisterEvent>
{
    public Decision<ErasureEvent> Forget(ActorKey actor, ErasureState state, ErasedLearner learner) =>
        state.OrderedBy == learner.LearnerId ? new ErasureOrdererErased() : Decision<ErasureEvent>.Nothing;

    public Decision<ErasureRegisterEvent> Forget(ActorKey actor, ErasureRegisterState state, ErasedLearner learner) =>
        Decision<ErasureRegisterEvent>.Of(state.Erasures.Values
            .Where(erasure => erasure.OrderedBy == learner.LearnerId)
            .Select(erasure => (ErasureRegisterEvent)new ErasureNoted(erasure with { OrderedBy = Person.Erased.Id })));
}
