namespace LmsActors.Posts;

/// <summary>A post's comments, whether they are still in the post or sealed into segments; and the sealing.</summary>
internal sealed class PostComments(Log<PostState, PostEvent> log, IGrainFactory grains, ActorKey post)
{
    /// <summary>How many comments the post keeps itself before it seals a segment's worth of the oldest.</summary>
    private const int KeptAtMost = 3 * PostLimits.SegmentSize;

    public async Task<StoredComment?> FindAsync(int? number)
    {
        if (number is not { } sought || sought > log.Committed.LastComment)
        {
            return null;
        }

        return log.Committed.Find(sought) ?? (await Segment(sought).CommentsAsync()).FirstOrDefault(comment => comment.Number == sought);
    }

    public async Task<Page<Comment>> PageAsync(Viewer viewer, Paging paging)
    {
        var (state, shown, next) = (log.Committed, new List<Comment>(paging.Limit), int.MaxValue);
        if (int.TryParse(paging.Cursor, out var before))
        {
            next = before;
        }

        next = Math.Min(next, state.LastComment + 1);
        while (next > 1 && shown.Count < paging.Limit)
        {
            var stretch = next - 1 > state.SealedThrough ? state.Comments : await Segment(next - 1).CommentsAsync();
            next = Take(stretch, viewer, next, paging.Limit, shown);
        }

        return new(shown, next > 1 ? next.ToString() : null);
    }

    /// <summary>
    /// Seals the oldest hundred when two hundred stay in the post; answers through which comment, or null when there is nothing
    /// to seal. The post must then record it, which lets go of them.
    /// </summary>
    public async Task<int?> SealNextAsync()
    {
        var state = log.Committed;
        if (state.Comments.Count < KeptAtMost)
        {
            return null;
        }

        var through = state.SealedThrough + PostLimits.SegmentSize;
        await Segment(through).SealAsync(log.CommittedSequence, state.Comments.GetRange(0, PostLimits.SegmentSize));
        return through;
    }

    /// <summary>Tells segments what happened to comments that they hold.</summary>
    public async Task DeliverAsync(IReadOnlyList<Happened<PostEvent>> events)
    {
        var (state, changes) = (log.Committed, new List<CommentChange>());
        foreach (var happened in events)
        {
            var changed = (happened.Event as CommentEdited)?.Comment ?? (happened.Event as CommentDeleted)?.Comment;
            if (changed is not null && changed.Number <= state.SealedThrough)
            {
                changes.Add(new(happened.Sequence, changed));
            }
        }

        foreach (var segment in changes.GroupBy(change => (change.Comment.Number - 1) / PostLimits.SegmentSize))
        {
            await Segment(segment.First().Comment.Number).ChangeAsync([.. segment]);
        }

        if (state.IsDeleted)
        {
            for (var number = 1; number <= state.SealedThrough; number += PostLimits.SegmentSize)
            {
                await Segment(number).ClearAsync();
            }
        }
    }

    private int Take(IReadOnlyList<StoredComment> stretch, Viewer viewer, int before, int limit, List<Comment> shown)
    {
        var next = before;
        for (var i = stretch.Count - 1; i >= 0 && shown.Count < limit; i--)
        {
            var comment = stretch[i];
            if (comment.Number >= before)
            {
                continue;
            }

            next = comment.Number;
            if (!comment.IsDeleted && viewer.Sees(comment.Author.Id))
            {
                shown.Add(comment.ToView(post.Id));
            }
        }

        return stretch.Count == 0 ? 1 : next;
    }

    private ICommentSegmentGrain Segment(int number) =>
        grains.Actor<ICommentSegmentGrain>(new ActorKey(post.Tenant, PostKeys.Segment(post.Id, number)));
}
