using LmsActors.Tenants;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LmsActors.Groups;

/// <summary>Groups, and who is in them.</summary>
internal static class GroupEndpoints
{
    private const string Me = "me";

    public static void MapGroups(this RouteGroupBuilder api)
    {
        var groups = api.MapGroup("/groups").RequireFeature(Features.Groups).WithTags("Groups");
        groups.MapPost("", CreateAsync);
        groups.MapGet("", FindAsync);
        groups.MapGet("/{groupId}", ReadAsync);
        groups.MapPatch("/{groupId}", EditAsync);
        groups.MapDelete("/{groupId}", CloseAsync);
        groups.MapGet("/{groupId}/members", MembersAsync);
        groups.MapPut("/{groupId}/members/{learnerId}", PutMemberAsync);
        groups.MapDelete("/{groupId}/members/{learnerId}", RemoveMemberAsync);
        groups.MapGet("/{groupId}/requests", RequestsAsync);
        groups.MapGet("/{groupId}/invitations", InvitationsAsync);
        groups.MapGet("/{groupId}/bans", BansAsync);
        groups.MapPut("/{groupId}/bans/{learnerId}", BanAsync);
        groups.MapDelete("/{groupId}/bans/{learnerId}", UnbanAsync);
        api.MapGet("/me/groups", MineAsync).RequireFeature(Features.Groups).WithTags("Groups");
    }

    /// <summary>Founds a group with its room; the caller owns it.</summary>
    private static async Task<Results<CreatedJson<Group>, RefusalHttpResult>> CreateAsync(CreateGroupRequest request, Caller caller, IGrainFactory grains)
    {
        var created = await Of(grains, caller, caller.NewId("group"))
            .CreateAsync(new(caller.Operation, caller.Viewer, request.Name, request.Kind, request.Description ?? ""));
        return created.ToHttp(group => CreatedJson.At($"/api/v1/groups/{group.Id}", group));
    }

    /// <summary>Groups by name, the whole name first, ignoring case, then its beginning; or by external id; all of them if neither is given. Secret ones only for those who are in them.</summary>
    private static async Task<Ok<PageBody<Group>>> FindAsync(
        string? name, string? externalId, PageQuery paging, Caller caller, IGrainFactory grains, HttpContext http) =>
        (await Mine(grains, caller).FindAsync(caller.Viewer, name, externalId, paging)).ToHttp(http);

    /// <summary>A group, as the caller may see it.</summary>
    private static async Task<Results<Ok<Group>, RefusalHttpResult>> ReadAsync(string groupId, Caller caller, IGrainFactory grains) =>
        (await Of(grains, caller, groupId).ReadAsync(caller.Viewer)).ToHttp();

    /// <summary>Changes name, kind or description; for moderators.</summary>
    private static async Task<Results<Ok<Group>, RefusalHttpResult>> EditAsync(
        string groupId, EditGroupRequest request, Caller caller, IGrainFactory grains) =>
        (await Of(grains, caller, groupId)
            .EditAsync(new(caller.Operation, caller.Viewer, request.Name, request.Kind, request.Description))).ToHttp();

    /// <summary>Ends a group for everyone; for owners.</summary>
    private static async Task<Results<NoContent, RefusalHttpResult>> CloseAsync(string groupId, Caller caller, IGrainFactory grains) =>
        (await Of(grains, caller, groupId).CloseAsync(caller.Operation, caller.Viewer)).ToHttp();

    /// <summary>The members; with <c>?role=</c> those of one role.</summary>
    private static Task<Results<Ok<PageBody<GroupMember>>, RefusalHttpResult>> MembersAsync(
        string groupId, Word<GroupRole>? role, PageQuery paging, Caller caller, IGrainFactory grains, HttpContext http) =>
        ListAsync(Of(grains, caller, groupId), caller, MembershipState.Member, role?.Value, paging, http);

    /// <summary>Who asks to be let in; for moderators.</summary>
    private static Task<Results<Ok<PageBody<GroupMember>>, RefusalHttpResult>> RequestsAsync(
        string groupId, PageQuery paging, Caller caller, IGrainFactory grains, HttpContext http) =>
        ListAsync(Of(grains, caller, groupId), caller, MembershipState.Requested, null, paging, http);

    /// <summary>Who is invited; for moderators.</summary>
    private static Task<Results<Ok<PageBody<GroupMember>>, RefusalHttpResult>> InvitationsAsync(
        string groupId, PageQuery paging, Caller caller, IGrainFactory grains, HttpContext http) =>
        ListAsync(Of(grains, caller, groupId), caller, MembershipState.Invited, null, paging, http);

    /// <summary>Who is banned; for moderators.</summary>
    private static Task<Results<Ok<PageBody<GroupMember>>, RefusalHttpResult>> BansAsync(
        string groupId, PageQuery paging, Caller caller, IGrainFactory grains, HttpContext http) =>
        ListAsync(Of(grains, caller, groupId), caller, MembershipState.Banned, null, paging, http);

    /// <summary>
    /// <c>me</c>: joins an open group, asks to be let into a closed one (202), or accepts an invitation. Someone else: approves a
    /// request, or invites (202); with a role, gives it to a member.
    /// </summary>
    private static async Task<Results<Ok<GroupMember>, Accepted<GroupMember>, RefusalHttpResult>> PutMemberAsync(
        string groupId, string learnerId, PutMemberRequest? request, Caller caller, IGrainFactory grains)
    {
        var put = await Of(grains, caller, groupId).PutMemberAsync(About(caller, learnerId), request?.Role);
        return put.Refusal is { } refusal ? refusal.ToHttp()
            : put.Value!.State == MembershipState.Member ? TypedResults.Ok(put.Value)
            : TypedResults.Accepted((string?)null, put.Value);
    }

    /// <summary><c>me</c>: leaves, cancels a request, declines an invitation. Someone else: removes, rejects, takes back an invitation.</summary>
    private static async Task<Results<NoContent, RefusalHttpResult>> RemoveMemberAsync(
        string groupId, string learnerId, Caller caller, IGrainFactory grains) =>
        (await Of(grains, caller, groupId).RemoveMemberAsync(About(caller, learnerId))).ToHttp();

    /// <summary>Puts someone out and keeps him out; for moderators.</summary>
    private static async Task<Results<Ok<GroupMember>, RefusalHttpResult>> BanAsync(
        string groupId, string learnerId, Caller caller, IGrainFactory grains) =>
        (await Of(grains, caller, groupId).BanAsync(About(caller, learnerId))).ToHttp();

    /// <summary>Lifts a ban; for moderators.</summary>
    private static async Task<Results<NoContent, RefusalHttpResult>> UnbanAsync(
        string groupId, string learnerId, Caller caller, IGrainFactory grains) =>
        (await Of(grains, caller, groupId).UnbanAsync(About(caller, learnerId))).ToHttp();

    /// <summary>The caller's groups; with <c>?state=invited</c> or <c>requested</c> those that wait.</summary>
    private static async Task<Ok<PageBody<Group>>> MineAsync(
        Word<MembershipState>? state, PageQuery paging, Caller caller, IGrainFactory grains, HttpContext http) =>
        (await Mine(grains, caller).PageAsync(caller.Viewer, state?.Value ?? MembershipState.Member, paging)).ToHttp(http);

    private static async Task<Results<Ok<PageBody<GroupMember>>, RefusalHttpResult>> ListAsync(
        IGroupGrain group, Caller caller, MembershipState state, GroupRole? role, PageQuery paging, HttpContext http) =>
        (await group.MembersAsync(caller.Viewer, state, role, paging)).ToHttp(http);

    private static AboutMember About(Caller caller, string learnerId) =>
        new(caller.Operation, caller.Viewer, learnerId == Me ? caller.Viewer.LearnerId : learnerId);

    private static IGroupGrain Of(IGrainFactory grains, Caller caller, string groupId) => grains.Actor<IGroupGrain>(caller.Viewer.Key(groupId));

    private static IMembershipsGrain Mine(IGrainFactory grains, Caller caller) =>
        grains.Actor<IMembershipsGrain>(caller.Viewer.Key(caller.Viewer.LearnerId));
}
