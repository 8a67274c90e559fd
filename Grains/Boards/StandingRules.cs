namespace LmsActors.Boards;

/// <summary>What a source of points tells of a learner.</summary>
/// <param name="Source">Unique among the sources of this learner, metric and scope.</param>
/// <param name="Metric">One of <see cref="BoardMetrics"/>.</param>
/// <param name="Scope">Of <see cref="BoardName"/>.</param>
/// <param name="Total">What the source has for the learner now, in the smallest unit of the metric; null where it does not know: then it is what it had, and the acts.</param>
/// <param name="AsOf">The number of the source's event at which it was so.</param>
/// <param name="Acts">What led there, for the boards of a month, week or day: what is not newer than was told before is passed over.</param>
[GenerateSerializer, Immutable, Alias("standing-report")]
internal sealed record StandingReport(
    [property: Id(0)] string Source,
    [property: Id(1)] string Metric,
    [property: Id(2)] string Scope,
    [property: Id(3)] long? Total,
    [property: Id(4)] long AsOf,
    [property: Id(5)] IReadOnlyList<StandingAct> Acts);

/// <summary>A single act.</summary>
/// <param name="Number">Of the source's event.</param>
/// <param name="Gain">What it brought; less than zero where something was taken back.</param>
/// <param name="At">When it counts: a taking back counts at the time of what is taken back.</param>
[GenerateSerializer, Immutable, Alias("standing-act")]
internal readonly record struct StandingAct([property: Id(0)] long Number, [property: Id(1)] long Gain, [property: Id(2)] DateTimeOffset At);

/// <summary>What becomes of what a learner gathers.</summary>
internal static class StandingRules
{
    public static Decision<StandingEvent> Hear(StandingState state, StandingReport report, DateTimeOffset now)
    {
        var source = Source(report.Metric, report.Scope, report.Source);
        var isKnown = state.Sources.TryGetValue(source, out var known);
        if (isKnown && report.AsOf <= known.AsOf)
        {
            return Decision<StandingEvent>.Nothing;
        }

        StandingAct[] fresh = [.. report.Acts.Where(act => act.Number > known.AsOf)];
        var total = report.Total ?? (known.Total + fresh.Sum(act => act.Gain));
        var always = new BoardGain(new BoardName(report.Metric, BoardWindows.All, report.Scope).Id, total - known.Total);
        var periods = BoardWindows.Known
            .Where(window => window != BoardWindows.All)
            .Select(window => BoardName.Find(report.Scope, report.Metric, window))
            .OfType<BoardName>()
            .Select(board => (Board: board, Period: BoardWindows.Period(board.Window, now)))
            .Select(of => new BoardGain(
                of.Board.ActorId(now), fresh.Where(act => BoardWindows.Period(of.Board.Window, act.At) == of.Period).Sum(act => act.Gain)))
            .Where(gain => gain.Gain != 0);
        return new StandingHeard(source, new(report.AsOf, total), [always, .. periods]);
    }

    public static Decision<StandingEvent> Appear(StandingState state, BoardVisibility visibility, Func<string> pseudonym) =>
        state.Visibility == visibility ? Decision<StandingEvent>.Nothing
            : new StandingAppeared(visibility, visibility == BoardVisibility.Pseudonym && state.Pseudonym.Length == 0 ? pseudonym() : state.Pseudonym);

    /// <summary>The board that an actor's id names.</summary>
    public static BoardName Board(string actorId) =>
        BoardName.Parse(actorId.Split(':')[0]) ?? throw new FormatException($"'{actorId}' is no board.");

    public static string Source(string metric, string scope, string source) => $"{metric}|{scope}|{source}";

    /// <summary>The board of all time that a source feeds.</summary>
    public static string BoardOf(string source)
    {
        var parts = source.Split('|', 3);
        return new BoardName(parts[0], BoardWindows.All, parts[1]).Id;
    }
}
