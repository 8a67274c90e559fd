namespace LmsActors.Courses;

/// <summary>An erased learner takes part in no course run any more; what it has handed in goes with its own log.</summary>
internal sealed class CourseErasure : IErasure<CourseState, CourseEvent>
{
    public Decision<CourseEvent> Forget(ActorKey actor, CourseState state, ErasedLearner learner) =>
        state.Roles.ContainsKey(learner.LearnerId) ? new LearnerWithdrawn(learner.LearnerId) : Decision<CourseEvent>.Nothing;
}
