namespace LmsActors.Feeds;

/// <summary>Every decision of a journal. What is told twice is entered once.</summary>
internal static class JournalRules
{
    /// <summary>How many posts are sealed together, and how many at least stay in the journal itself.</summary>
    public const int SegmentSize = 500;

    public const int KeptAtLeast = 1000;

    public static Decision<JournalEvent> Put(JournalState state, PostRef post)
    {
        if (state.IsSealed(post.Place) || state.Gone.Contains(post.Id))
        {
            return Decision<JournalEvent>.Nothing;
        }

        var known = state.Find(post.Place);
        return known is null ? new JournalEntered(post)
            : post.Revision > known.Revision ? new JournalRevised(post)
            : Decision<JournalEvent>.Nothing;
    }

    public static Decision<JournalEvent> Remove(JournalState state, PostRef post) =>
        state.IsSealed(post.Place) || state.Gone.Contains(post.Id) ? Decision<JournalEvent>.Nothing : new JournalLeft(post);

    /// <summary>A change of a sealed post, which its segment has made already. Told twice, watchers hear it twice, which is harmless.</summary>
    public static Decision<JournalEvent> Recount(JournalState state, PostRef post, bool isLive, int segment, SegmentCount count) =>
        state.Gone.Contains(post.Id)
            ? new JournalRecounted(segment, count)
            : Decision<JournalEvent>.Of(
                !isLive ? new JournalLeft(post) : post.Revision == 0 ? new JournalEntered(post) : new JournalRevised(post),
                new JournalRecounted(segment, count));

    /// <summary>The oldest posts, which a segment holds now, leave the journal; unless they have changed meanwhile.</summary>
    public static Decision<JournalEvent> Seal(JournalState state, IReadOnlyList<PostRef> posts, SegmentCount count) =>
        state.Posts.Take(posts.Count).SequenceEqual(posts) ? new JournalSealed(posts[^1].Place, count) : Decision<JournalEvent>.Nothing;
}
