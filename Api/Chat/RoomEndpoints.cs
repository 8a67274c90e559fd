using LmsActors.NameDirectory;
using LmsActors.Tenants;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LmsActors.Chat;

/// <summary>Rooms: find, read, configure, mark as read, type.</summary>
internal static class RoomEndpoints
{
    public static void MapChat(this RouteGroupBuilder api)
    {
        var rooms = api.MapGroup("/rooms").WithTags("Chat").RequireFeature(Features.Chat);
        rooms.MapGet("/", FindAsync);
        rooms.MapGet("/{id}", ReadAsync);
        rooms.MapPatch("/{id}", ConfigureAsync);
        rooms.MapPut("/{id}/read", MarkReadAsync);
        rooms.MapPost("/{id}/typing", TypingAsync);
        rooms.MapMessages();
        api.MapConversations();
    }

    /// <summary>The room of the caller's tenant with this id.</summary>
    public static IRoomGrain Room(this IGrainFactory grains, Viewer viewer, string id) =>
        grains.Actor<IRoomGrain>(viewer.Key(Ids.IsWellFormed(id) ? id : "-"));

    /// <summary>Group rooms by name (?name=): whole names first, ignoring case, then names that begin so; all of them without a name.</summary>
    private static async Task<Ok<PageBody<Room>>> FindAsync(
        string? name, PageQuery page, Caller caller, HttpContext http, IGrainFactory grains)
    {
        var hits = await Directories.FindAsync(
            grains, caller.Viewer.Tenant, DirectoryKinds.Room, new DirectoryQuery { Name = name }, page);
        var rooms = await Task.WhenAll(hits.Items.Select(hit => grains.Room(caller.Viewer, hit.Id).ReadAsync(caller.Viewer)));
        return new Page<Room>([.. rooms.Where(room => room.IsOk).Select(room => room.Value!)], hits.Next).ToHttp(http);
    }

    /// <summary>A room.</summary>
    private static async Task<Results<Ok<Room>, RefusalHttpResult>> ReadAsync(string id, Caller caller, IGrainFactory grains) =>
        (await grains.Room(caller.Viewer, id).ReadAsync(caller.Viewer)).ToHttp();

    /// <summary>Changes a room's name or slow mode; moderators of its group only.</summary>
    private static async Task<Results<Ok<Room>, RefusalHttpResult>> ConfigureAsync(
        string id, ConfigureRoomRequest request, Caller caller, IGrainFactory grains)
    {
        if (request.Name is { } name && !ChatLimits.IsName(name))
        {
            return ChatLimits.BadName.ToHttp();
        }

        return request.SlowModeSeconds is < 0 or > ChatLimits.MaxSlowModeSeconds
            ? ChatLimits.BadSlowMode.ToHttp()
            : (await grains.Room(caller.Viewer, id).ConfigureAsync(
                new(caller.Viewer, caller.Operation, request.Name, request.SlowModeSeconds))).ToHttp();
    }

    /// <summary>Marks messages through a number as read; a marker never goes back.</summary>
    private static async Task<Results<NoContent, RefusalHttpResult>> MarkReadAsync(
        string id, MarkReadRequest request, Caller caller, IGrainFactory grains)
    {
        var room = await grains.Room(caller.Viewer, id).ReadAsync(caller.Viewer);
        if (room.Refusal is { } refusal)
        {
            return refusal.ToHttp();
        }

        return request.Sequence < 0 || request.Sequence > room.Value!.MessageCount
            ? ChatLimits.BadSequence.ToHttp()
            : (await grains.Actor<IReadingGrain>(caller.Viewer.Key(caller.Viewer.LearnerId)).MarkReadAsync(id, request.Sequence)).ToHttp();
    }

    /// <summary>Tells those who watch the room that the caller types.</summary>
    private static async Task<Results<NoContent, RefusalHttpResult>> TypingAsync(string id, Caller caller, IGrainFactory grains) =>
        (await grains.Room(caller.Viewer, id).TypingAsync(caller.Viewer)).ToHttp();
}
