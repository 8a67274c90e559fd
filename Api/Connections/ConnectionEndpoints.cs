using LmsActors.Accounts;
using LmsActors.Profiles;
using LmsActors.Tenants;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LmsActors.Connections;

/// <summary>How one learner stands to another, over HTTP.</summary>
internal sealed record RelationResponse(bool Following, bool FollowedBy, bool Friend, FriendRequest? Requested, bool Muted)
{
    public static RelationResponse Of(Relation relation) =>
        new(relation.Following, relation.FollowedBy, relation.Friend, relation.Requested, relation.Muted);
}

/// <summary>Whom one follows, befriends, blocks and mutes. All commands may be repeated.</summary>
internal static class ConnectionEndpoints
{
    public static void MapConnections(this RouteGroupBuilder api)
    {
        var connections = api.MapGroup("").RequireFeature(Features.Connections).WithTags("Connections");
        connections.MapPut("/me/following/{learnerId}", FollowAsync);
        connections.MapDelete("/me/following/{learnerId}", UnfollowAsync);
        connections.MapPut("/me/friends/{learnerId}", BefriendAsync);
        connections.MapDelete("/me/friends/{learnerId}", UnfriendAsync);
        connections.MapPut("/me/blocks/{learnerId}", BlockAsync);
        connections.MapDelete("/me/blocks/{learnerId}", UnblockAsync);
        connections.MapPut("/me/mutes/{learnerId}", MuteAsync);
        connections.MapDelete("/me/mutes/{learnerId}", UnmuteAsync);
        connections.MapConnectionLists();
    }

    /// <summary>Follows a learner.</summary>
    private static Task<Results<Ok<RelationResponse>, RefusalHttpResult>> FollowAsync(LearnerId learnerId, Caller caller, IGrainFactory grains) =>
        ShowAsync(grains.Connections(caller).FollowAsync(learnerId.Value));

    /// <summary>No longer follows a learner.</summary>
    private static Task<Results<Ok<RelationResponse>, RefusalHttpResult>> UnfollowAsync(LearnerId learnerId, Caller caller, IGrainFactory grains) =>
        ShowAsync(grains.Connections(caller).UnfollowAsync(learnerId.Value));

    /// <summary>Asks for friendship, or accepts the other's request.</summary>
    private static Task<Results<Ok<RelationResponse>, RefusalHttpResult>> BefriendAsync(LearnerId learnerId, Caller caller, IGrainFactory grains) =>
        ShowAsync(grains.Connections(caller).BefriendAsync(learnerId.Value));

    /// <summary>Ends a friendship, takes a request back, or declines one.</summary>
    private static Task<Results<Ok<RelationResponse>, RefusalHttpResult>> UnfriendAsync(LearnerId learnerId, Caller caller, IGrainFactory grains) =>
        ShowAsync(grains.Connections(caller).UnfriendAsync(learnerId.Value));

    /// <summary>Keeps a learner and oneself apart, both ways, at once; ends following and friendship between the two.</summary>
    private static async Task<Results<NoContent, RefusalHttpResult>> BlockAsync(
        LearnerId learnerId, Caller caller, IGrainFactory grains, ViewerDirectory viewers) =>
        Apart(caller, learnerId, viewers, await grains.Connections(caller).BlockAsync(learnerId.Value));

    /// <summary>Ends one's block of a learner.</summary>
    private static async Task<Results<NoContent, RefusalHttpResult>> UnblockAsync(
        LearnerId learnerId, Caller caller, IGrainFactory grains, ViewerDirectory viewers) =>
        Apart(caller, learnerId, viewers, await grains.Connections(caller).UnblockAsync(learnerId.Value));

    /// <summary>Leaves a learner's posts out of one's feed; the learner is not told.</summary>
    private static Task<Results<Ok<RelationResponse>, RefusalHttpResult>> MuteAsync(LearnerId learnerId, Caller caller, IGrainFactory grains) =>
        ShowAsync(grains.Connections(caller).MuteAsync(learnerId.Value));

    /// <summary>Takes a learner's posts into one's feed again.</summary>
    private static Task<Results<Ok<RelationResponse>, RefusalHttpResult>> UnmuteAsync(LearnerId learnerId, Caller caller, IGrainFactory grains) =>
        ShowAsync(grains.Connections(caller).UnmuteAsync(learnerId.Value));

    private static async Task<Results<Ok<RelationResponse>, RefusalHttpResult>> ShowAsync(Task<Result<Relation>> relating) =>
        (await relating).ToHttp(relation => TypedResults.Ok(RelationResponse.Of(relation)));

    /// <summary>Whom this silo holds in memory sees, or no longer sees, the other from the next request on.</summary>
    private static Results<NoContent, RefusalHttpResult> Apart(Caller caller, LearnerId other, ViewerDirectory viewers, Result result)
    {
        viewers.Forget(caller.Viewer.Tenant, caller.Viewer.LearnerId);
        viewers.Forget(caller.Viewer.Tenant, other.Value);
        return result.ToHttp();
    }
}
