using LmsActors.Posts;
using LmsActors.Tenants;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LmsActors.Feeds;

/// <summary>Home feed, and the posts of a learner or a group.</summary>
internal static class FeedEndpoints
{
    public static void MapFeeds(this RouteGroupBuilder api)
    {
        api.MapGet("/me/feed", HomeAsync).RequireFeature(Features.Feeds).WithTags("Feeds");
        api.MapGet("/learners/{id}/posts", OfLearnerAsync).RequireFeature(Features.Posts).WithTags("Feeds");
        api.MapGet("/groups/{id}/posts", OfGroupAsync).RequireFeature(Features.Posts).WithTags("Feeds");
    }

    /// <summary>The caller's home feed, the newest post first; it goes back at most 800 posts, older ones are found with their authors.</summary>
    private static async Task<Ok<PageBody<Post>>> HomeAsync(PageQuery page, Caller caller, HttpContext http, IGrainFactory grains)
    {
        var shard = grains.Actor<IFeedShardGrain>(FeedShards.Key(caller.Viewer.Tenant, caller.Viewer.LearnerId));
        return (await shard.ReadAsync(caller.Viewer, page)).ToHttp(http);
    }

    /// <summary>A learner's posts, the newest first; those that the caller may see.</summary>
    private static Task<Results<Ok<PageBody<Post>>, RefusalHttpResult>> OfLearnerAsync(
        string id, PageQuery page, Caller caller, HttpContext http, IGrainFactory grains) =>
        OfJournalAsync(Journals.OfLearner(Ids.IsWellFormed(id) ? id : "-"), page, caller, http, grains);

    /// <summary>A group's posts, the newest first.</summary>
    private static Task<Results<Ok<PageBody<Post>>, RefusalHttpResult>> OfGroupAsync(
        string id, PageQuery page, Caller caller, HttpContext http, IGrainFactory grains) =>
        OfJournalAsync(Journals.OfGroup(Ids.IsWellFormed(id) ? id : "-"), page, caller, http, grains);

    private static async Task<Results<Ok<PageBody<Post>>, RefusalHttpResult>> OfJournalAsync(
        string journalId, PageQuery page, Caller caller, HttpContext http, IGrainFactory grains)
    {
        var journal = grains.Actor<IJournalGrain>(caller.Viewer.Key(journalId));
        return (await journal.PostsAsync(caller.Viewer, page)).ToHttp(http);
    }
}
