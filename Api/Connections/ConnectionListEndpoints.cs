using LmsActors.Profiles;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LmsActors.Connections;

/// <summary>The lists that connections make, the newest first.</summary>
internal static class ConnectionListEndpoints
{
    public static void MapConnectionLists(this RouteGroupBuilder connections)
    {
        connections.MapGet("/learners/{learnerId}/followers", FollowersAsync);
        connections.MapGet("/learners/{learnerId}/following", FollowingAsync);
        connections.MapGet("/me/followers", OwnFollowersAsync);
        connections.MapGet("/me/following", OwnFollowingAsync);
        connections.MapGet("/me/friends", FriendsAsync);
        connections.MapGet("/me/friends/requests", RequestsAsync);
        connections.MapGet("/me/blocks", BlocksAsync);
        connections.MapGet("/me/mutes", MutesAsync);
    }

    public static IConnectionsGrain Connections(this IGrainFactory grains, Caller caller) =>
        grains.Actor<IConnectionsGrain>(caller.Viewer.Key(caller.Viewer.LearnerId));

    /// <summary>Who follows a learner.</summary>
    private static async Task<Results<Ok<PageBody<Person>>, RefusalHttpResult>> FollowersAsync(
        LearnerId learnerId, PageQuery page, Caller caller, HttpContext http, IGrainFactory grains) =>
        (await grains.Actor<IFollowersGrain>(caller.Viewer.Key(learnerId.Value)).PageAsync(caller.Viewer, page)).ToHttp(http);

    /// <summary>Whom a learner follows.</summary>
    private static async Task<Results<Ok<PageBody<Person>>, RefusalHttpResult>> FollowingAsync(
        LearnerId learnerId, PageQuery page, Caller caller, HttpContext http, IGrainFactory grains) =>
        (await grains.Actor<IConnectionsGrain>(caller.Viewer.Key(learnerId.Value)).PageAsync(ConnectionList.Following, caller.Viewer, page)).ToHttp(http);

    /// <summary>Who follows the caller.</summary>
    private static Task<Results<Ok<PageBody<Person>>, RefusalHttpResult>> OwnFollowersAsync(
        PageQuery page, Caller caller, HttpContext http, IGrainFactory grains) =>
        FollowersAsync(new(caller.Viewer.LearnerId), page, caller, http, grains);

    /// <summary>Whom the caller follows.</summary>
    private static Task<Results<Ok<PageBody<Person>>, RefusalHttpResult>> OwnFollowingAsync(
        PageQuery page, Caller caller, HttpContext http, IGrainFactory grains) =>
        OwnAsync(ConnectionList.Following, page, caller, http, grains);

    /// <summary>The caller's friends.</summary>
    private static Task<Results<Ok<PageBody<Person>>, RefusalHttpResult>> FriendsAsync(
        PageQuery page, Caller caller, HttpContext http, IGrainFactory grains) =>
        OwnAsync(ConnectionList.Friends, page, caller, http, grains);

    /// <summary>Open requests for friendship: those received, or with <c>?sent=true</c> those made.</summary>
    private static Task<Results<Ok<PageBody<Person>>, RefusalHttpResult>> RequestsAsync(
        PageQuery page, Caller caller, HttpContext http, IGrainFactory grains, bool sent = false) =>
        OwnAsync(sent ? ConnectionList.RequestsSent : ConnectionList.RequestsReceived, page, caller, http, grains);

    /// <summary>Whom the caller has blocked.</summary>
    private static Task<Results<Ok<PageBody<Person>>, RefusalHttpResult>> BlocksAsync(
        PageQuery page, Caller caller, HttpContext http, IGrainFactory grains) =>
        OwnAsync(ConnectionList.Blocked, page, caller, http, grains);

    /// <summary>Whom the caller has muted.</summary>
    private static Task<Results<Ok<PageBody<Person>>, RefusalHttpResult>> MutesAsync(
        PageQuery page, Caller caller, HttpContext http, IGrainFactory grains) =>
        OwnAsync(ConnectionList.Muted, page, caller, http, grains);

    private static async Task<Results<Ok<PageBody<Person>>, RefusalHttpResult>> OwnAsync(
        ConnectionList list, PageQuery page, Caller caller, HttpContext http, IGrainFactory grains) =>
        (await grains.Connections(caller).PageAsync(list, caller.Viewer, page)).ToHttp(http);
}
