namespace LmsActors.Posts;

/// <summary>Posting and commenting, for endpoints and for the forms of pages: what is written is read, rendered, and handed to the post.</summary>
internal static class Publishing
{
    public static async Task<Result<Post>> PostAsync(IGrainFactory grains, Caller caller, string text, string audience)
    {
        var written = await WrittenText.ReadAsync(grains, caller.Viewer, text);
        return written.Refusal is { } refusal
            ? refusal
            : await grains.Post(caller.Viewer, caller.NewId("post")).CreateAsync(
                new(caller.Viewer, caller.Operation, text, written.Value.Html, audience, written.Value.Mentions));
    }

    public static async Task<Result<Comment>> CommentAsync(IGrainFactory grains, Caller caller, string postId, string text)
    {
        var written = await WrittenText.ReadAsync(grains, caller.Viewer, text);
        return written.Refusal is { } refusal
            ? refusal
            : await grains.Post(caller.Viewer, postId).CommentAsync(
                new(caller.Viewer, caller.Operation, text, written.Value.Html, written.Value.Mentions));
    }
}
