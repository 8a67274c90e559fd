namespace LmsActors.Erasures;

/// <summary>Every decision of an erasure.</summary>
internal static class ErasureRules
{
    /// <summary>Begins it, if the learner is there and it is not going on already.</summary>
    /// <param name="state">The erasure.</param>
    /// <param name="learner">The learner; null when there is none.</param>
    /// <param name="orderedBy">Who wants it.</param>
    public static Decision<ErasureEvent> Order(ErasureState state, ErasedLearner? learner, string orderedBy) =>
        state.IsUnderWay ? Decision<ErasureEvent>.Nothing
        : learner is not null ? new ErasureOrdered(learner, orderedBy)
        : state.IsOrdered ? Decision<ErasureEvent>.Nothing
        : ErasureRefusals.UnknownLearner;

    public static Decision<ErasureEvent> Note(LogsErased erased) =>
        erased is { Rewritten: 0, Deleted: 0 } ? Decision<ErasureEvent>.Nothing : erased;

    public static Decision<ErasureEvent> Sweep(ErasureState state) =>
        state.Learner is null ? Decision<ErasureEvent>.Nothing : new ErasureSwept();

    public static Decision<ErasureEvent> Complete(ErasureState state) =>
        state.IsUnderWay && state.Learner is null ? new ErasureCompleted() : Decision<ErasureEvent>.Nothing;
}

/// <summary>Every expected "no" of erasures.</summary>
internal static class ErasureRefusals
{
    public static readonly Refusal UnknownLearner = Refusal.NotFound("learner.unknown", "There is no such learner.");
}
