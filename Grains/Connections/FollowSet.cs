using System.Collections.Immutable;

namespace LmsActors.Connections;

/// <summary>What is known of one source: its last word, and where it stands in the list of followers (0: not in it).</summary>
/// <param name="Stamp">The number of the source's event, twice, plus one if it follows since.</param>
[GenerateSerializer, Immutable, Alias("follow-mark")]
internal readonly record struct FollowMark([property: Id(0)] long Stamp, [property: Id(1)] long Ordinal)
{
    public bool Follows => (Stamp & 1) == 1;
}

/// <summary>
/// A set of followers. A source's word counts only if it is later than the last one heard, by the source's own numbering; so those who
/// left are remembered too, and words that come twice, late or out of order change nothing.
/// </summary>
[GenerateSerializer, Immutable, Alias("follow-set")]
internal sealed record FollowSet
{
    public static readonly FollowSet Empty = new();

    [Id(0)] public ImmutableDictionary<string, FollowMark> Marks { get; init; } = ImmutableDictionary<string, FollowMark>.Empty;

    /// <summary>How many follow.</summary>
    [Id(1)] public int Count { get; init; }

    [Id(2)] public long Ordinal { get; init; }

    public static long Stamp(long sequence, bool follows) => (sequence << 1) | (follows ? 1L : 0L);

    public bool IsNews(string source, long stamp) => !Marks.TryGetValue(source, out var mark) || stamp > mark.Stamp;

    public FollowSet With(string source, long stamp)
    {
        var (before, after) = (Marks.GetValueOrDefault(source), new FollowMark(stamp, 0));
        var enters = after.Follows && !before.Follows;
        after = after with { Ordinal = enters ? Ordinal + 1 : before.Ordinal };
        return this with
        {
            Marks = Marks.SetItem(source, after),
            Count = Count + (after.Follows ? 1 : 0) - (before.Follows ? 1 : 0),
            Ordinal = enters ? Ordinal + 1 : Ordinal,
        };
    }

    /// <summary>Without that source; <paramref name="mark"/> stands in its place, and names nobody.</summary>
    public FollowSet Without(string source, string mark) => Marks.TryGetValue(source, out var known)
        ? this with { Marks = Marks.Remove(source).SetItem(mark, default), Count = Count - (known.Follows ? 1 : 0) }
        : this;

    /// <summary>The newest followers entered before <paramref name="before"/>.</summary>
    public IReadOnlyList<FollowEntry> Page(long before, int limit, Viewer viewer) =>
    [
        .. Marks
            .Where(pair => pair.Value.Follows && pair.Value.Ordinal < before && viewer.Sees(pair.Key))
            .OrderByDescending(pair => pair.Value.Ordinal)
            .Take(limit)
            .Select(pair => new FollowEntry(pair.Key, pair.Value.Ordinal)),
    ];
}

/// <summary>A follower in its place.</summary>
[GenerateSerializer, Immutable, Alias("follow-entry")]
internal readonly record struct FollowEntry([property: Id(0)] string LearnerId, [property: Id(1)] long Ordinal);

[GenerateSerializer, Immutable, Alias("followers-event")]
internal abstract record FollowersEvent;

/// <summary>A source told whether it follows; a later stamp than the one before.</summary>
[GenerateSerializer, Immutable, Alias("follow-heard")]
internal sealed record FollowHeard([property: Id(0)] string LearnerId, [property: Id(1)] long Stamp) : FollowersEvent;

/// <summary>A source was erased; a mark that names nobody takes its place.</summary>
[GenerateSerializer, Immutable, Alias("follower-erased")]
internal sealed record FollowerErased([property: Id(0)] string LearnerId) : FollowersEvent
{
    /// <summary>What stands in the place of a source that was erased by this event of the log.</summary>
    public static string Mark(long sequence) => $"erased-{sequence}";
}

/// <summary>A shard told how many it holds, as of an event in its log.</summary>
[GenerateSerializer, Immutable, Alias("follow-shard-reported")]
internal sealed record FollowShardReported([property: Id(0)] int Shard, [property: Id(1)] ShardSize Size) : FollowersEvent;

/// <summary>How many followers a shard holds, as of event <paramref name="Sequence"/> of its log.</summary>
[GenerateSerializer, Immutable, Alias("follow-shard-size")]
internal readonly record struct ShardSize([property: Id(0)] long Sequence, [property: Id(1)] int Count);
