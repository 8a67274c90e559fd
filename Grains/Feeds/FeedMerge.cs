namespace LmsActors.Feeds;

/// <summary>What was read of a journal below its ring's floor: all posts older than <c>From</c> down to <c>Floor</c> (null: all).</summary>
internal sealed record FeedDepth(PostPlace From, IReadOnlyList<PostRef> Posts, PostPlace? Floor);

internal static class FeedDepths
{
    /// <summary>What is known, and the slice below it; only the slice, if it does not follow.</summary>
    public static FeedDepth Deepen(this FeedDepth? known, PostPlace below, JournalSlice slice) => known is not null && known.Floor == below
        ? new(known.From, [.. slice.Posts.Reverse(), .. known.Posts], slice.Next)
        : new(below, [.. slice.Posts.Reverse()], slice.Next);
}

/// <summary>A page of a feed, as far as it could be made; and the journals that must be read deeper to make it whole.</summary>
/// <param name="Posts">The newest first.</param>
/// <param name="Next">Everything above this place is in the page; null when there is nothing below.</param>
/// <param name="TooShallow">Journals that end before the page is full, each with the place below which it must be read.</param>
internal sealed record FeedPage(List<PostRef> Posts, PostPlace? Next, List<(FeedSource Source, PostPlace Below)> TooShallow);

/// <summary>Merges the rings of a feed's journals, the newest post first. No two journals of a feed hold the same post.</summary>
internal static class FeedMerge
{
    private static readonly Comparer<PostPlace> NewestFirst = Comparer<PostPlace>.Create(static (one, other) => other.CompareTo(one));

    public static FeedPage Read(
        FeedPresence feed, PostPlace? before, int limit, Func<PostRef, bool> wanted, IReadOnlyDictionary<FeedSource, FeedDepth> depths)
    {
        var heads = new PriorityQueue<Head, PostPlace>(feed.Sources.Count, NewestFirst);
        foreach (var source in feed.Sources)
        {
            Push(heads, new(source, before, depths.GetValueOrDefault(source)));
        }

        var posts = new List<PostRef>(limit);
        while (heads.TryDequeue(out var head, out var place))
        {
            if (head.Post is not { } post)
            {
                return new(posts, place, Shallow(heads, head, place));
            }

            if (posts.Count == limit)
            {
                return new(posts, posts.Count > 0 ? posts[^1].Place : place, []);
            }

            if (feed.MaySee(head.Source, post) && wanted(post))
            {
                posts.Add(post);
            }

            head.MoveOn();
            Push(heads, head);
        }

        return new(posts, null, []);
    }

    private static void Push(PriorityQueue<Head, PostPlace> heads, Head head)
    {
        if (head.Place is { } place)
        {
            heads.Enqueue(head, place);
        }
    }

    private static List<(FeedSource, PostPlace)> Shallow(PriorityQueue<Head, PostPlace> heads, Head first, PostPlace place)
    {
        var shallow = new List<(FeedSource, PostPlace)> { (first.Source, place) };
        shallow.AddRange(heads.UnorderedItems.Where(item => item.Element.Post is null).Select(item => (item.Element.Source, item.Priority)));
        return shallow;
    }

    /// <summary>Where the merge stands in one journal: at a post, at the floor of what is known, or (no place) at the end.</summary>
    private sealed class Head
    {
        private readonly FeedDepth? _depth;
        private IReadOnlyList<PostRef> _posts;
        private PostPlace? _floor;
        private bool _isDeep;
        private int _index;

        public Head(FeedSource source, PostPlace? before, FeedDepth? depth)
        {
            Source = source;
            _posts = source.Ring.Posts;
            _floor = before < source.Ring.Floor ? before : source.Ring.Floor;
            _index = PostOrder.CountBefore(_posts, before);

            // What was read below an older, lower floor would leave a hole: it must then be read again.
            _depth = _floor <= depth?.From ? depth : null;
            MoveOn();
        }

        public FeedSource Source { get; }

        public PostRef? Post { get; private set; }

        public PostPlace? Place => Post?.Place ?? _floor;

        public void MoveOn()
        {
            if (_index > 0)
            {
                Post = _posts[--_index];
                return;
            }

            Post = null;
            if (!_isDeep && _floor is not null && _depth is not null)
            {
                _isDeep = true;
                _posts = _depth.Posts;
                _index = PostOrder.CountBefore(_posts, _floor);
                _floor = _depth.Floor;
                MoveOn();
            }
        }
    }
}
