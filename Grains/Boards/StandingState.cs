using System.Collections.Immutable;

namespace LmsActors.Boards;

/// <summary>What can have happened to what a learner has gathered for boards.</summary>
[GenerateSerializer, Alias("standing-event")]
internal abstract record StandingEvent;

/// <summary>A source told its total, and what that changes on boards.</summary>
[GenerateSerializer, Immutable, Alias("standing-heard")]
internal sealed record StandingHeard(
    [property: Id(0)] string Source, [property: Id(1)] SourceTotal Total, [property: Id(2)] IReadOnlyList<BoardGain> Gains) : StandingEvent;

[GenerateSerializer, Immutable, Alias("standing-appeared")]
internal sealed record StandingAppeared([property: Id(0)] BoardVisibility Visibility, [property: Id(1)] string Pseudonym) : StandingEvent;

/// <summary>A source was there for a learner who was erased: what came from it goes.</summary>
[GenerateSerializer, Immutable, Alias("standing-source-erased")]
internal sealed record StandingSourceErased([property: Id(0)] string Source, [property: Id(1)] BoardGain Loss) : StandingEvent;

/// <summary>What a source has told.</summary>
/// <param name="AsOf">The number of the event of its log at which it was so.</param>
/// <param name="Total">In the smallest unit of the metric.</param>
[GenerateSerializer, Immutable, Alias("standing-source-total")]
internal readonly record struct SourceTotal([property: Id(0)] long AsOf, [property: Id(1)] long Total);

/// <summary>A change of what the learner has on one board.</summary>
/// <param name="Board">The id of the board's actor.</param>
[GenerateSerializer, Immutable, Alias("standing-gain")]
internal readonly record struct BoardGain([property: Id(0)] string Board, [property: Id(1)] long Gain);

[GenerateSerializer, Immutable, Alias("standing-state")]
internal sealed record StandingState : IState<StandingState, StandingEvent>
{
    [Id(0)]
    public ImmutableDictionary<string, SourceTotal> Sources { get; init; } = ImmutableDictionary<string, SourceTotal>.Empty;

    /// <summary>What the learner has on each board, by the id of its actor.</summary>
    [Id(1)]
    public ImmutableDictionary<string, long> Values { get; init; } = ImmutableDictionary<string, long>.Empty;

    [Id(2)]
    public BoardVisibility Visibility { get; init; }

    /// <summary>Drawn by lot when the learner first wanted one; empty before.</summary>
    [Id(3)]
    public string Pseudonym { get; init; } = "";

    public StandingState Apply(Happened<StandingEvent> happened) => happened.Event switch
    {
        StandingHeard e => this with
        {
            Sources = Sources.SetItem(e.Source, e.Total),
            Values = e.Gains.Aggregate(WithoutPast(happened.At), Gain),
        },
        StandingAppeared e => this with { Visibility = e.Visibility, Pseudonym = e.Pseudonym },
        StandingSourceErased e => this with { Sources = Sources.Remove(e.Source), Values = Gain(Values, e.Loss) },
        _ => this,
    };

    /// <summary>How the learner is shown on a board with what it has there.</summary>
    public Shown ShownOn(string board) => Visibility switch
    {
        BoardVisibility.Hidden => Shown.Not,
        _ when !Values.TryGetValue(board, out var value) || (value <= 0 && !BoardMetrics.RanksNothing(StandingRules.Board(board).Metric)) => Shown.Not,
        BoardVisibility.Pseudonym => Shown.ByPseudonym,
        _ => Shown.ByName,
    };

    private static ImmutableDictionary<string, long> Gain(ImmutableDictionary<string, long> values, BoardGain gain) =>
        values.SetItem(gain.Board, values.GetValueOrDefault(gain.Board) + gain.Gain);

    private ImmutableDictionary<string, long> WithoutPast(DateTimeOffset now)
    {
        // The names of a day, a week and a month never look alike.
        string[] periods = [.. BoardWindows.Known.Select(window => BoardWindows.Period(window, now))];
        return Values.RemoveRange(Values.Keys.Where(board => board.IndexOf(':') is >= 0 and var colon && !periods.Contains(board[(colon + 1)..])));
    }
}
