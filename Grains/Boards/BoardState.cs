namespace LmsActors.Boards;

/// <summary>What can have happened to a board.</summary>
[GenerateSerializer, Alias("board-event")]
internal abstract record BoardEvent;

/// <summary>Learners stand otherwise now.</summary>
/// <param name="Standings">As <see cref="StoodBytes"/>.</param>
[GenerateSerializer, Immutable, Alias("board-changed")]
internal sealed record BoardChanged([property: Id(0)] byte[] Standings) : BoardEvent;

/// <summary>A learner was erased.</summary>
[GenerateSerializer, Immutable, Alias("board-member-erased")]
internal sealed record BoardMemberErased([property: Id(0)] MemberId Member) : BoardEvent;

[GenerateSerializer, Immutable, Alias("board-state")]
internal sealed record BoardState : IState<BoardState, BoardEvent>
{
    [Id(0)]
    public Ranking Ranking { get; init; } = Ranking.Empty;

    public BoardState Apply(Happened<BoardEvent> happened) => happened.Event switch
    {
        BoardChanged e => this with { Ranking = StoodBytes.Read(e.Standings).Aggregate(Ranking, (ranking, stood) => ranking.Set(stood)) },
        BoardMemberErased e => this with { Ranking = Ranking.Remove(e.Member) },
        _ => this,
    };
}

/// <summary>What becomes of what a board is told.</summary>
internal static class BoardRules
{
    /// <summary>What is newer than what is known; each learner once, as it stands last.</summary>
    public static Decision<BoardEvent> Take(BoardState state, IReadOnlyList<Stood> standings)
    {
        Stood[] news = standings is [var single]
            ? IsNews(single) ? [single] : []
            : [.. standings.GroupBy(stood => stood.Member).Select(told => told.MaxBy(stood => stood.AsOf)).Where(IsNews)];
        return news.Length == 0 ? Decision<BoardEvent>.Nothing : new BoardChanged(StoodBytes.Write(news));

        bool IsNews(Stood stood) => state.Ranking.Find(stood.Member) is not { } known || stood.AsOf > known.AsOf;
    }
}
