using System.Collections.Immutable;

namespace LmsActors.Feeds;

/// <summary>What can have happened to a journal.</summary>
[GenerateSerializer, Alias("journal-event")]
internal abstract record JournalEvent;

[GenerateSerializer, Immutable, Alias("journal-entered")]
internal sealed record JournalEntered([property: Id(0)] PostRef Post) : JournalEvent;

[GenerateSerializer, Immutable, Alias("journal-revised")]
internal sealed record JournalRevised([property: Id(0)] PostRef Post) : JournalEvent;

[GenerateSerializer, Immutable, Alias("journal-left")]
internal sealed record JournalLeft([property: Id(0)] PostRef Post) : JournalEvent;

/// <summary>All posts through this place, from the segment before on, are in a segment now.</summary>
[GenerateSerializer, Immutable, Alias("journal-sealed")]
internal sealed record JournalSealed([property: Id(0)] PostPlace Through, [property: Id(1)] SegmentCount Count) : JournalEvent;

[GenerateSerializer, Immutable, Alias("journal-recounted")]
internal sealed record JournalRecounted([property: Id(0)] int Segment, [property: Id(1)] SegmentCount Count) : JournalEvent;

/// <summary>A segment, in the journal that it belongs to: it holds what lies above the segment before, through this place.</summary>
[GenerateSerializer, Immutable, Alias("journal-stretch")]
internal sealed record JournalStretch([property: Id(0)] PostPlace Through, [property: Id(1)] SegmentCount Count);

/// <summary>The newest posts of a journal, and what is known of the sealed ones.</summary>
[GenerateSerializer, Immutable, Alias("journal-state")]
internal sealed record JournalState : IState<JournalState, JournalEvent>
{
    /// <summary>How many posts that are gone are remembered, so that a late redelivery does not bring them back.</summary>
    private const int RememberedGone = 256;

    /// <summary>Posts that are not sealed, the oldest first.</summary>
    [Id(0)] public ImmutableList<PostRef> Posts { get; init; } = [];

    /// <summary>Segments, the oldest first; their index is their number.</summary>
    [Id(1)] public ImmutableList<JournalStretch> Segments { get; init; } = [];

    /// <summary>The last posts that left, the oldest first.</summary>
    [Id(2)] public ImmutableList<string> Gone { get; init; } = [];

    /// <summary>How many posts are not sealed, by audience.</summary>
    [Id(3)] public ImmutableDictionary<string, int> ByAudience { get; init; } = ImmutableDictionary<string, int>.Empty;

    public bool IsSealed(PostPlace place) => !Segments.IsEmpty && place <= Segments[^1].Through;

    /// <summary>The number of the segment that a sealed place belongs to.</summary>
    public int SegmentOf(PostPlace place) => Segments.FindIndex(segment => place <= segment.Through);

    public PostRef? Find(PostPlace place) => PostOrder.Search(Posts, place) is >= 0 and var index ? Posts[index] : null;

    /// <summary>How many posts there are for those audiences that are <paramref name="wanted"/>.</summary>
    public int Count(Func<string, bool> wanted) =>
        ByAudience.Concat(Segments.SelectMany(segment => segment.Count.ByAudience)).Where(pair => wanted(pair.Key)).Sum(pair => pair.Value);

    public JournalState Apply(Happened<JournalEvent> happened) => happened.Event switch
    {
        JournalEntered e when !IsSealed(e.Post.Place) => Put(e.Post),
        JournalRevised e when !IsSealed(e.Post.Place) => Put(e.Post),
        JournalLeft e => Remove(e.Post),
        JournalSealed e => Seal(e),
        JournalRecounted e => Recount(e),
        _ => this,
    };

    private JournalState Put(PostRef post)
    {
        var index = PostOrder.Search(Posts, post.Place);
        return index >= 0
            ? this with { Posts = Posts.SetItem(index, post) }
            : this with { Posts = Posts.Insert(~index, post), ByAudience = Add(ByAudience, post.Audience, 1) };
    }

    private JournalState Remove(PostRef post)
    {
        var index = PostOrder.Search(Posts, post.Place);
        var gone = Gone.Count < RememberedGone ? Gone : Gone.RemoveAt(0);
        var left = this with { Gone = gone.Add(post.Id) };
        return index < 0 ? left : left with { Posts = Posts.RemoveAt(index), ByAudience = Add(ByAudience, post.Audience, -1) };
    }

    private JournalState Seal(JournalSealed e)
    {
        var count = PostOrder.Search(Posts, e.Through) + 1;
        return this with
        {
            Segments = Segments.Add(new(e.Through, e.Count)),
            Posts = Posts.RemoveRange(0, count),
            ByAudience = Posts.Take(count).Aggregate(ByAudience, (counts, post) => Add(counts, post.Audience, -1)),
        };
    }

    private JournalState Recount(JournalRecounted e) => e.Count.Revision <= Segments[e.Segment].Count.Revision
        ? this
        : this with { Segments = Segments.SetItem(e.Segment, Segments[e.Segment] with { Count = e.Count }) };

    private static ImmutableDictionary<string, int> Add(ImmutableDictionary<string, int> counts, string audience, int change)
    {
        var count = counts.GetValueOrDefault(audience) + change;
        return count == 0 ? counts.Remove(audience) : counts.SetItem(audience, count);
    }
}

/// <summary>Searching lists of posts that are in the order of their places.</summary>
internal static class PostOrder
{
    /// <summary>The index of the post at this place; else the complement of the index of the first post after it.</summary>
    public static int Search(IReadOnlyList<PostRef> posts, PostPlace place)
    {
        var (low, high) = (0, posts.Count - 1);
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var order = posts[middle].Place.CompareTo(place);
            if (order == 0)
            {
                return middle;
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }

    /// <summary>How many posts lie before this place (all, when there is none).</summary>
    public static int CountBefore(IReadOnlyList<PostRef> posts, PostPlace? place)
    {
        if (place is not { } limit)
        {
            return posts.Count;
        }

        var index = Search(posts, limit);
        return index >= 0 ? index : ~index;
    }
}
