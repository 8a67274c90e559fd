namespace LmsActors.Feeds;

/// <summary>A journal's posts, whether they are still in it or sealed into segments; and the sealing.</summary>
internal sealed class JournalHistory(Log<JournalState, JournalEvent> log, IGrainFactory grains, ActorKey journal)
{
    /// <summary>Posts older than <paramref name="before"/> (null: from the newest), the newest first; segments are read on the way.</summary>
    public async IAsyncEnumerable<PostRef> OlderAsync(PostPlace? before)
    {
        var state = log.Committed;
        for (var i = PostOrder.CountBefore(state.Posts, before) - 1; i >= 0; i--)
        {
            yield return state.Posts[i];
        }

        for (var number = state.Segments.Count - 1; number >= 0; number--)
        {
            if (number > 0 && before <= state.Segments[number - 1].Through)
            {
                continue;
            }

            var posts = await Segment(number).AllAsync();
            for (var i = PostOrder.CountBefore(posts, before) - 1; i >= 0; i--)
            {
                yield return posts[i];
            }
        }
    }

    /// <summary>
    /// Up to <paramref name="count"/> posts older than <paramref name="before"/> that are <paramref name="wanted"/>. It looks at no
    /// more than ten times as many; <c>Next</c> then says how far it came.
    /// </summary>
    public async Task<(List<PostRef> Posts, PostPlace? Next)> TakeAsync(PostPlace? before, int count, Func<PostRef, bool> wanted)
    {
        var (found, looked, last) = (new List<PostRef>(Math.Min(count, 128)), 0, default(PostPlace));
        await foreach (var post in OlderAsync(before))
        {
            if (found.Count == count || looked == 10 * count)
            {
                return (found, last);
            }

            (looked, last) = (looked + 1, post.Place);
            if (wanted(post))
            {
                found.Add(post);
            }
        }

        return (found, null);
    }

    /// <summary>Changes a sealed post in its segment; null when it is not sealed.</summary>
    public async Task<(int Segment, SegmentCount Count)?> PutSealedAsync(PostRef post, bool isLive)
    {
        if (!log.Committed.IsSealed(post.Place))
        {
            return null;
        }

        var number = log.Committed.SegmentOf(post.Place);
        return (number, await Segment(number).PutAsync(post, isLive));
    }

    /// <summary>
    /// Writes the oldest posts to the next segment when enough stay in the journal; null when there is nothing to seal. The
    /// journal must then record it, which lets go of them; if it does not, the segment is filled anew by the next attempt.
    /// </summary>
    public async Task<(IReadOnlyList<PostRef> Posts, SegmentCount Count)?> SealNextAsync()
    {
        var state = log.Committed;
        if (state.Posts.Count < JournalRules.KeptAtLeast + JournalRules.SegmentSize)
        {
            return null;
        }

        var posts = state.Posts.GetRange(0, JournalRules.SegmentSize);
        return (posts, await Segment(state.Segments.Count).SealAsync(posts));
    }

    private IJournalSegmentGrain Segment(int number) =>
        grains.Actor<IJournalSegmentGrain>(new ActorKey(journal.Tenant, $"{journal.Id}:{number}"));
}
