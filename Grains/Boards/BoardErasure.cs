namespace LmsActors.Boards;

/// <summary>An erased learner leaves all boards, and takes along what it gave others.</summary>
internal sealed class BoardErasure : IErasure<BoardState, BoardEvent>, IErasure<StandingState, StandingEvent>
{
    public Decision<BoardEvent> Forget(ActorKey actor, BoardState state, ErasedLearner learner) =>
        MemberId.TryParse(learner.LearnerId) is { } member && state.Ranking.Find(member) is not null
            ? new BoardMemberErased(member)
            : Decision<BoardEvent>.Nothing;

    public Decision<StandingEvent> Forget(ActorKey actor, StandingState state, ErasedLearner learner) => learner.IsOwn(actor)
        ? Decision<StandingEvent>.Nothing
        : Decision<StandingEvent>.Of(state.Sources
            .Where(source => source.Key.EndsWith($"|{learner.LearnerId}", StringComparison.Ordinal))
            .Select(source => (StandingEvent)new StandingSourceErased(source.Key, new(StandingRules.BoardOf(source.Key), -source.Value.Total))));
}
