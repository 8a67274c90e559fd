using LmsActors.Tenants;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LmsActors.Posts;

/// <summary>Posts: publish, read, edit, delete, react.</summary>
internal static class PostEndpoints
{
    public static void MapPosts(this RouteGroupBuilder api)
    {
        var posts = api.MapGroup("/posts").RequireFeature(Features.Posts).WithTags("Posts");
        posts.MapPost("/", CreateAsync);
        posts.MapGet("/{id}", ReadAsync);
        posts.MapPatch("/{id}", EditAsync);
        posts.MapDelete("/{id}", DeleteAsync);
        posts.MapGet("/{id}/history", HistoryAsync);
        posts.MapPut("/{id}/reactions/{emoji}", (string id, string emoji, Caller caller, IGrainFactory grains) =>
            ReactAsync(id, emoji, true, caller, grains)).WithSummary("Adds the caller's reaction.");
        posts.MapDelete("/{id}/reactions/{emoji}", (string id, string emoji, Caller caller, IGrainFactory grains) =>
            ReactAsync(id, emoji, false, caller, grains)).WithSummary("Takes the caller's reaction back.");
        posts.MapComments();
    }

    /// <summary>The actor of a post of the viewer's tenant.</summary>
    public static IPostGrain Post(this IGrainFactory grains, Viewer viewer, string id) =>
        grains.Actor<IPostGrain>(viewer.Key(Ids.IsWellFormed(id) ? id : "-"));

    /// <summary>Publishes a post.</summary>
    private static async Task<Results<CreatedJson<Post>, RefusalHttpResult>> CreateAsync(
        CreatePostRequest request, Caller caller, IGrainFactory grains) =>
        (await Publishing.PostAsync(grains, caller, request.Text, request.Audience ?? Audiences.Everyone))
            .ToHttp(post => CreatedJson.At($"/api/v1/posts/{post.Id}", post));

    /// <summary>One post.</summary>
    private static async Task<Results<Ok<Post>, RefusalHttpResult>> ReadAsync(string id, Caller caller, IGrainFactory grains) =>
        (await grains.Post(caller.Viewer, id).ReadAsync(caller.Viewer)).ToHttp();

    /// <summary>Replaces a post's text; its author only. The former text stays in the history.</summary>
    private static async Task<Results<Ok<Post>, RefusalHttpResult>> EditAsync(
        string id, EditPostRequest request, Caller caller, IGrainFactory grains)
    {
        var written = await WrittenText.ReadAsync(grains, caller.Viewer, request.Text);
        if (written.Refusal is { } refusal)
        {
            return refusal.ToHttp();
        }

        var (text, html, mentions) = written.Value;
        return (await grains.Post(caller.Viewer, id).EditAsync(new(caller.Viewer, caller.Operation, text, html, mentions))).ToHttp();
    }

    /// <summary>Takes a post away; its author, a moderator of its group, or an administrator.</summary>
    private static async Task<Results<NoContent, RefusalHttpResult>> DeleteAsync(string id, Caller caller, IGrainFactory grains) =>
        (await grains.Post(caller.Viewer, id).DeleteAsync(caller.Operation, caller.Viewer)).ToHttp();

    /// <summary>All texts that a post has had, the newest first.</summary>
    private static async Task<Results<Ok<PostHistoryResponse>, RefusalHttpResult>> HistoryAsync(string id, Caller caller, IGrainFactory grains)
    {
        var history = await grains.Post(caller.Viewer, id).HistoryAsync(caller.Viewer);
        return history.ToHttp(versions => TypedResults.Ok(new PostHistoryResponse(
            [.. versions.Select(version => new PostVersionResponse(version.Text, Markdown.Render(version.Text), version.At))])));
    }

    private static async Task<Results<Ok<Post>, RefusalHttpResult>> ReactAsync(
        string id, string emoji, bool isOn, Caller caller, IGrainFactory grains) =>
        (await grains.Post(caller.Viewer, id).ReactAsync(new(caller.Viewer, caller.Operation, emoji, isOn))).ToHttp();
}
