using LmsActors.Posts;

namespace LmsActors.Feeds;

/// <summary>A journal with its segments, as the grains run it, without the grains; small numbers make sealing frequent.</summary>
internal sealed class JournalModel(int sealAt, int segmentSize)
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly List<JournalSegmentState> _segments = [];

    public JournalState State { get; private set; } = new();

    public long Sequence { get; private set; }

    /// <summary>All changes that feeds hear of.</summary>
    public List<JournalChange> Changes { get; } = [];

    public IEnumerable<PostRef> All => State.Segments.SelectMany((_, number) => _segments[number].Posts).Concat(State.Posts);

    public static PostRef Post(int id, string author = "a", string audience = Audiences.Everyone, long revision = 0) =>
        new($"p{id:000}", author, Start.AddSeconds(id / 3), audience, revision);

    public void Put(PostRef post) => Change(post, isLive: true);

    public void Remove(PostRef post) => Change(post, isLive: false);

    /// <summary>What the journal answers a feed shard.</summary>
    public JournalSlice Slice(PostPlace? before, int count)
    {
        var older = All.Where(post => before is null || post.Place < before).Reverse().ToList();
        return new(Sequence, [.. older.Take(count)], older.Count > count ? older[count - 1].Place : null);
    }

    private void Change(PostRef post, bool isLive)
    {
        if (State.IsSealed(post.Place) && !State.Gone.Contains(post.Id))
        {
            var number = State.SegmentOf(post.Place);
            _segments[number] = _segments[number].Apply(new(_segments[number].Revision + 1, Start, new JournalSegmentPut(post, isLive)));
            Append(JournalRules.Recount(State, post, isLive, number, _segments[number].Count));
        }
        else
        {
            Append(isLive ? JournalRules.Put(State, post) : JournalRules.Remove(State, post));
        }

        while (State.Posts.Count >= sealAt)
        {
            var posts = State.Posts.GetRange(0, segmentSize);
            var filled = new JournalSegmentState().Apply(new(1, Start, new JournalSegmentFilled(posts)));
            _segments.Add(filled);
            Append(JournalRules.Seal(State, posts, filled.Count));
        }
    }

    private void Append(Decision<JournalEvent> decision)
    {
        foreach (var happened in decision.Events)
        {
            State = State.Apply(new(++Sequence, Start, happened));
            JournalChange? change = happened switch
            {
                JournalEntered e => new(Sequence, JournalChangeKind.Published, e.Post),
                JournalRevised e => new(Sequence, JournalChangeKind.Edited, e.Post),
                JournalLeft e => new(Sequence, JournalChangeKind.Removed, e.Post),
                _ => null,
            };
            if (change is { } told)
            {
                Changes.Add(told);
            }
        }
    }
}
