namespace LmsActors.Boards;

/// <summary>A part of a board, the best first.</summary>
/// <param name="Id">Of the board.</param>
/// <param name="Scope"><c>tenant</c>, or <c>course:{id}</c>.</param>
/// <param name="Total">How many learners are on the whole board.</param>
[GenerateSerializer, Immutable, Alias("board-page")]
public sealed record BoardPage(
    [property: Id(0)] string Id,
    [property: Id(1)] string Scope,
    [property: Id(2)] string Metric,
    [property: Id(3)] string Window,
    [property: Id(4)] int Total,
    [property: Id(5)] IReadOnlyList<BoardItem> Items);

/// <summary>A learner on a board.</summary>
/// <param name="Rank">One more than there are learners with a higher value, so that equals share a rank.</param>
/// <param name="LearnerId">Null for a learner who goes by a pseudonym, for all but itself and administrators.</param>
/// <param name="ExternalId">The learner's id in the system that it comes from, if any; null together with the id.</param>
/// <param name="Value">In units of the metric.</param>
[GenerateSerializer, Immutable, Alias("board-item")]
public sealed record BoardItem(
    [property: Id(0)] int Rank,
    [property: Id(1)] string? LearnerId,
    [property: Id(2)] string? ExternalId,
    [property: Id(3)] string Name,
    [property: Id(4)] decimal Value);

/// <summary>A place on a board.</summary>
/// <param name="Total">How many learners are on it.</param>
[GenerateSerializer, Immutable, Alias("board-place")]
public sealed record BoardPlace([property: Id(0)] int Rank, [property: Id(1)] int Total, [property: Id(2)] decimal Value);

/// <summary>Some of a board as it was at one moment.</summary>
/// <param name="Version">Of the board at that moment.</param>
[GenerateSerializer, Immutable, Alias("board-stretch")]
public sealed record BoardStretch([property: Id(0)] long Version, [property: Id(1)] BoardPage Page);

/// <summary>How a learner appears on boards.</summary>
[GenerateSerializer, Alias("board-visibility")]
public enum BoardVisibility
{
    /// <summary>Under the learner's name.</summary>
    Named,

    /// <summary>With its place, but under a made-up name.</summary>
    Pseudonym,

    /// <summary>On no board: neither ranked nor counted.</summary>
    Hidden,
}

/// <summary>Where a learner stands on one board.</summary>
[GenerateSerializer, Immutable, Alias("board-standing")]
public sealed record OwnStanding([property: Id(0)] string Board, [property: Id(1)] string Scope, [property: Id(2)] string Metric, [property: Id(3)] decimal Value);

/// <summary>What boards show, and hold to.</summary>
public static class BoardLimits
{
    /// <summary>Items of a page at most.</summary>
    public const int Top = 10_000;

    /// <summary>Places shown above and below a learner at most.</summary>
    public const int Span = 100;

    /// <summary>Learners who can be looked up on a board at once.</summary>
    public const int Among = 5_000;

    /// <summary>Items of a stretch, where a whole board is read.</summary>
    public const int Stretch = 1_000;

    /// <summary>For how long a board as it was is held for one who reads all of it.</summary>
    public static readonly TimeSpan Held = TimeSpan.FromMinutes(2);

    /// <summary>Items that a live stream shows.</summary>
    public const int Live = 20;
}
