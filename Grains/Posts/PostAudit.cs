using LmsActors.Feeds;

namespace LmsActors.Posts;

/// <summary>Where a post stands while it is live: in its author's journal, and in its group's.</summary>
internal sealed class PostAudit : IAudit<PostState>
{
    public AuditReport Of(ActorKey key, PostState state)
    {
        if (!state.IsLive)
        {
            return AuditReport.Nothing;
        }

        var post = state.ToRef(key.Id);
        var own = JournalAudit.Stands(Journals.OfLearner(state.Author.Id), post);
        return Audiences.GroupOf(state.Audience) is { } groupId
            ? new([own, JournalAudit.Stands(Journals.OfGroup(groupId), post)], [])
            : new([own], []);
    }
}
