namespace LmsActors.Posts;

/// <summary>The post's log as watchers see it: snapshot and events, in the shapes of REST.</summary>
internal static class PostStream
{
    /// <summary>How many of the newest comments a snapshot shows.</summary>
    public const int SnapshotComments = 50;

    public static byte[] Snapshot(PostState state, string postId, Viewer viewer)
    {
        var comments = state.Comments.Reverse()
            .Where(comment => !comment.IsDeleted && viewer.Sees(comment.Author.Id))
            .Take(SnapshotComments + 1)
            .ToList();
        var shown = comments.Take(SnapshotComments).Select(comment => comment.ToView(postId));
        var hasMore = comments.Count > SnapshotComments || state.SealedThrough > 0;
        return LiveJson.Bytes(new
        {
            post = state.ToView(postId, viewer.LearnerId),
            comments = shown,
            next = hasMore ? Cursor(comments, state) : null,
        });
    }

    public static LiveEvent? Project(Happened<PostEvent> happened, string postId)
    {
        var (sequence, at, what) = happened;
        return what switch
        {
            PostEdited e => Event("post-edited", new { e.Text, e.Html, e.Mentions, editedAt = at }),
            PostMentionErased e => Event("post-edited", new { e.Text, e.Html, e.Mentions, e.EditedAt }),
            PostDeleted => Event("post-deleted", new { postId }),
            PostReactionSet e => Event(
                "reaction-changed",
                new { reactions = new Dictionary<string, int> { [e.Emoji] = e.Count }, e.LearnerId, e.Emoji, e.IsOn },
                e.LearnerId),
            PostReactionsCounted e => Event("reaction-changed", new { reactions = e.Totals }),
            CommentAdded e => Event(
                "comment-added",
                new { comment = PostState.NewComment(e, at).ToView(postId), commentCount = e.Count },
                e.Author.Id),
            CommentEdited e => Event("comment-edited", new { comment = e.Comment.ToView(postId) }, e.Comment.Author.Id),
            CommentDeleted e => Event("comment-deleted", new { commentId = PostKeys.Comment(postId, e.Comment.Number), commentCount = e.Count }),
            _ => null,
        };

        LiveEvent Event<T>(string type, T data, string? actorId = null) => new(sequence, at, type, LiveJson.Bytes(data), actorId);
    }

    private static string Cursor(List<StoredComment> comments, PostState state) =>
        (comments.Count >= SnapshotComments ? comments[SnapshotComments - 1].Number : state.SealedThrough + 1).ToString();
}
