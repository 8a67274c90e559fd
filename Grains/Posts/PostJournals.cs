using LmsActors.Feeds;

namespace LmsActors.Posts;

/// <summary>The journals in which a post stands: its author's, and its group's.</summary>
internal sealed class PostJournals(Log<PostState, PostEvent> log, IGrainFactory grains, ActorKey post)
{
    /// <summary>Tells them how the post stands now; what happened in between does not concern them.</summary>
    public Task DeliverAsync(IReadOnlyList<Happened<PostEvent>> events)
    {
        if (!events.Any(happened => happened.Event is PostPublished or PostEdited or PostMentionErased or PostDeleted))
        {
            return Task.CompletedTask;
        }

        var (state, standing) = (log.Committed, log.Committed.ToRef(post.Id));
        return Task.WhenAll(All(state).Select(journal => state.IsDeleted ? journal.RemoveAsync(standing) : journal.PutAsync(standing)));
    }

    /// <summary>Whoever watches a post that is not for everyone must be put out when the audience changes: the journal tells.</summary>
    public Task WatchAudienceAsync()
    {
        var state = log.Committed;
        return state.IsLive && state.Audience != Audiences.Everyone ? All(state).Last().WatchAudienceAsync(post.Id) : Task.CompletedTask;
    }

    private IEnumerable<IJournalGrain> All(PostState state)
    {
        yield return Journal(Journals.OfLearner(state.Author.Id));
        if (Audiences.GroupOf(state.Audience) is { } groupId)
        {
            yield return Journal(Journals.OfGroup(groupId));
        }
    }

    private IJournalGrain Journal(string id) => grains.Actor<IJournalGrain>(new ActorKey(post.Tenant, id));
}
