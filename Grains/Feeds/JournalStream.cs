using LmsActors.Posts;

namespace LmsActors.Feeds;

/// <summary>
/// The journal's log as watchers see it. A learner's stream shows posts for everyone only: posts for friends and groups reach those
/// who may see them in their own feed, and in the group's stream.
/// </summary>
internal static class JournalStream
{
    /// <summary>How many of the newest posts a snapshot shows.</summary>
    public const int SnapshotPosts = 50;

    public static byte[] Snapshot(JournalState state, string journalId, Viewer viewer)
    {
        var shown = state.Posts.Reverse().Where(post => IsShown(post, journalId) && viewer.Sees(post.AuthorId)).Take(SnapshotPosts + 1).ToList();
        var hasMore = shown.Count > SnapshotPosts || !state.Segments.IsEmpty;
        return LiveJson.Bytes(new
        {
            posts = shown.Take(SnapshotPosts),
            next = hasMore && shown.Count > 0 ? shown[Math.Min(shown.Count, SnapshotPosts) - 1].Place.ToString() : null,
        });
    }

    public static LiveEvent? Project(Happened<JournalEvent> happened, string journalId)
    {
        return happened.Event switch
        {
            JournalEntered e => Event("post-published", e.Post, new { post = e.Post }),
            JournalRevised e => Event("post-edited", e.Post, new { post = e.Post }),
            JournalLeft e => Event("post-removed", e.Post, new { postId = e.Post.Id }),
            _ => null,
        };

        LiveEvent? Event<T>(string type, PostRef post, T data) => IsShown(post, journalId)
            ? new(happened.Sequence, happened.At, type, LiveJson.Bytes(data), post.AuthorId)
            : null;
    }

    private static bool IsShown(PostRef post, string journalId) =>
        post.Audience == Audiences.Everyone || Journals.GroupOf(journalId) is not null;
}
