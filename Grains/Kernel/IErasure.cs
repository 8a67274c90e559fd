namespace LmsActors.Kernel;

/// <summary>How a kind of actor forgets a learner, beyond those that are there for the learner alone.</summary>
/// <typeparam name="TState">What the actor remembers.</typeparam>
/// <typeparam name="TEvent">What can have happened to it.</typeparam>
internal interface IErasure<in TState, TEvent>
{
    /// <summary>
    /// What has to happen so that the state no longer speaks of the learner; nothing when it does not. Pure. What it decides is committed
    /// and delivered, and then it is asked again.
    /// </summary>
    Decision<TEvent> Forget(ActorKey actor, TState state, ErasedLearner learner);

    /// <summary>Whether the actor is the learner's although its key does not say so; then its log is deleted.</summary>
    bool IsOf(TState state, ErasedLearner learner) => false;
}
