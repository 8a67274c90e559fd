using LmsActors.NameDirectory;

namespace LmsActors.Posts;

/// <summary>Posting and commenting, for endpoints and for the forms of pages: what is written is checked, rendered, and handed to the post.</summary>
internal static class Publishing
{
    public static async Task<Result<Post>> PostAsync(IGrainFactory grains, Caller caller, string text, string audience)
    {
        var mentions = await MentionedLearners.InAsync(grains, caller.Viewer, text);
        return mentions.Refusal is { } refusal
            ? refusal
            : await Of(grains, caller, caller.NewId("post")).CreateAsync(
                new(caller.Viewer, caller.Operation, text, Markdown.Render(text), audience, mentions.Value!));
    }

    public static async Task<Result<Comment>> CommentAsync(IGrainFactory grains, Caller caller, string postId, string text)
    {
        var mentions = await MentionedLearners.InAsync(grains, caller.Viewer, text);
        return mentions.Refusal is { } refusal
            ? refusal
            : await Of(grains, caller, postId).CommentAsync(new(caller.Viewer, caller.Operation, text, Markdown.Render(text), mentions.Value!));
    }

    private static IPostGrain Of(IGrainFactory grains, Caller caller, string id) =>
        grains.GetGrain<IPostGrain>(caller.Viewer.Key(Ids.IsWellFormed(id) ? id : "-"));
}
