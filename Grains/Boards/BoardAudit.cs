namespace LmsActors.Boards;

/// <summary>What learners and boards must agree upon: who stands where; and learners with those who know of their deeds: how much there is.</summary>
internal sealed class BoardAudit : IAudit<BoardState>, IAudit<StandingState>
{
    private const string Places = "places on boards (board learner)";

    /// <summary>A source of points tells how much it has for a learner.</summary>
    public static AuditEntry Source(string metric, string scope, string source, string learnerId, long total) =>
        AuditEntry.Truth(Sources, Name(StandingRules.Source(metric, scope, source), learnerId), total);

    private const string Sources = "points (source learner)";

    public AuditReport Of(ActorKey key, BoardState state)
    {
        // A board of a past period is as it was; learners remember those of now alone.
        return key.Id.Contains(':') ? AuditReport.Nothing : new(
            [.. state.Ranking.Range(0, state.Ranking.Count).Select(stood => AuditEntry.Copy(Places, Name(key.Id, stood.Member.ToString()), stood.Value))], []);
    }

    public AuditReport Of(ActorKey key, StandingState state)
    {
        var places = state.Values
            .Where(value => !value.Key.Contains(':') && state.ShownOn(value.Key) != Shown.Not && MemberId.TryParse(key.Id) is not null)
            .Select(value => AuditEntry.Truth(Places, Name(value.Key, key.Id), value.Value));
        // How much a learner wrote in a room is known to nobody else: the room's log has passed it on.
        var sources = state.Sources
            .Where(source => !source.Key.StartsWith(BoardMetrics.Messages, StringComparison.Ordinal))
            .Select(source => AuditEntry.Copy(Sources, Name(source.Key, key.Id), source.Value.Total));
        return new([.. places, .. sources], [.. Faults(state)]);
    }

    private static IEnumerable<string> Faults(StandingState state) => state.Sources
        .GroupBy(source => StandingRules.BoardOf(source.Key))
        .Select(board => (Board: board.Key, Sum: board.Sum(source => source.Value.Total)))
        .Where(board => state.Values.GetValueOrDefault(board.Board) != board.Sum)
        .Select(board => $"it has {state.Values.GetValueOrDefault(board.Board)} for {board.Board}, and its sources {board.Sum}");

    private static string Name(string first, string learnerId) => $"{first} {learnerId}";
}
