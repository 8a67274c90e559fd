using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace LmsActors.Feeds;

/// <summary>Where a post stands in every journal and feed: by time, then by id.</summary>
[GenerateSerializer, Immutable, Alias("post-place")]
public readonly record struct PostPlace([property: Id(0)] DateTimeOffset At, [property: Id(1)] string Id) : IComparable<PostPlace>
{
    public int CompareTo(PostPlace other)
    {
        var byTime = At.UtcTicks.CompareTo(other.At.UtcTicks);
        return byTime != 0 ? byTime : string.CompareOrdinal(Id, other.Id);
    }

    public static bool operator <(PostPlace left, PostPlace right) => left.CompareTo(right) < 0;

    public static bool operator >(PostPlace left, PostPlace right) => left.CompareTo(right) > 0;

    public static bool operator <=(PostPlace left, PostPlace right) => left.CompareTo(right) <= 0;

    public static bool operator >=(PostPlace left, PostPlace right) => left.CompareTo(right) >= 0;

    public override string ToString() => $"{At.UtcTicks:x}-{Id}";

    /// <summary>Reads what <see cref="ToString"/> wrote; null for anything else.</summary>
    public static PostPlace? TryParse(string? text)
    {
        var dash = text?.IndexOf('-') ?? -1;
        return dash > 0
            && long.TryParse(text.AsSpan(0, dash), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var ticks)
            && ticks is >= 0 and <= 3155378975999999999
            && Ids.IsWellFormed(text![(dash + 1)..])
                ? new(new DateTimeOffset(ticks, TimeSpan.Zero), text[(dash + 1)..])
                : null;
    }
}

/// <summary>A post as journals and feeds know it.</summary>
/// <param name="Revision">Grows with each edit.</param>
[GenerateSerializer, Immutable, Alias("post-ref")]
public sealed record PostRef(
    [property: Id(0)] string Id,
    [property: Id(1)] string AuthorId,
    [property: Id(2)] DateTimeOffset At,
    [property: Id(3)] string Audience,
    [property: Id(4)] long Revision = 0)
{
    [JsonIgnore]
    public PostPlace Place => new(At, Id);
}

/// <summary>A stretch of a journal.</summary>
/// <param name="Through">The journal's last event that it shows.</param>
/// <param name="Posts">The newest first.</param>
/// <param name="Next">All posts down to this place are in it; null when there are none older.</param>
[GenerateSerializer, Immutable, Alias("journal-slice")]
public sealed record JournalSlice(
    [property: Id(0)] long Through,
    [property: Id(1)] IReadOnlyList<PostRef> Posts,
    [property: Id(2)] PostPlace? Next);

/// <summary>How many posts a segment holds, by audience, at this revision of it.</summary>
[GenerateSerializer, Immutable, Alias("segment-count")]
public sealed record SegmentCount([property: Id(0)] long Revision, [property: Id(1)] ImmutableDictionary<string, int> ByAudience);

/// <summary>What happened to a post in a journal.</summary>
[GenerateSerializer, Alias("journal-change-kind")]
public enum JournalChangeKind
{
    Published,
    Edited,
    Removed,
}

/// <summary>One change, with its number in the journal's log.</summary>
[GenerateSerializer, Immutable, Alias("journal-change")]
public readonly record struct JournalChange(
    [property: Id(0)] long Sequence,
    [property: Id(1)] JournalChangeKind Kind,
    [property: Id(2)] PostRef Post);

/// <summary>All changes of one journal with numbers in (<paramref name="After"/>, <paramref name="Through"/>] that concern feeds.</summary>
[GenerateSerializer, Immutable, Alias("journal-batch")]
public sealed record JournalBatch(
    [property: Id(0)] string JournalId,
    [property: Id(1)] long After,
    [property: Id(2)] long Through,
    [property: Id(3)] IReadOnlyList<JournalChange> Changes);
