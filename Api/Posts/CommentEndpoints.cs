using Microsoft.AspNetCore.Http.HttpResults;

namespace LmsActors.Posts;

/// <summary>The comments under a post.</summary>
internal static class CommentEndpoints
{
    public static void MapComments(this RouteGroupBuilder posts)
    {
        posts.MapGet("/{id}/comments", ListAsync);
        posts.MapPost("/{id}/comments", AddAsync);
        posts.MapPatch("/{id}/comments/{commentId}", EditAsync);
        posts.MapDelete("/{id}/comments/{commentId}", DeleteAsync);
    }

    /// <summary>The comments, the newest first.</summary>
    private static async Task<Results<Ok<PageBody<Comment>>, RefusalHttpResult>> ListAsync(
        string id, PageQuery page, Caller caller, HttpContext http, IGrainFactory grains) =>
        (await grains.Post(caller.Viewer, id).CommentsAsync(caller.Viewer, page)).ToHttp(http);

    /// <summary>Adds a comment.</summary>
    private static async Task<Results<CreatedJson<Comment>, RefusalHttpResult>> AddAsync(
        string id, AddCommentRequest request, Caller caller, IGrainFactory grains) =>
        (await Publishing.CommentAsync(grains, caller, id, request.Text))
            .ToHttp(comment => CreatedJson.At($"/api/v1/posts/{id}/comments/{comment.Id}", comment));

    /// <summary>Replaces a comment's text; its author only.</summary>
    private static async Task<Results<Ok<Comment>, RefusalHttpResult>> EditAsync(
        string id, string commentId, EditCommentRequest request, Caller caller, IGrainFactory grains)
    {
        var written = await WrittenText.ReadAsync(grains, caller.Viewer, request.Text);
        if (written.Refusal is { } refusal)
        {
            return refusal.ToHttp();
        }

        var (text, html, mentions) = written.Value;
        return (await grains.Post(caller.Viewer, id).EditCommentAsync(
            new(caller.Viewer, caller.Operation, commentId, text, html, mentions))).ToHttp();
    }

    /// <summary>Takes a comment away; its author, the post's author, a moderator of the group, or an administrator.</summary>
    private static async Task<Results<NoContent, RefusalHttpResult>> DeleteAsync(
        string id, string commentId, Caller caller, IGrainFactory grains) =>
        (await grains.Post(caller.Viewer, id).DeleteCommentAsync(new(caller.Viewer, caller.Operation, commentId))).ToHttp();
}
