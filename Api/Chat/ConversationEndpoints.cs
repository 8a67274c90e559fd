using System.Globalization;
using LmsActors.Tenants;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LmsActors.Chat;

/// <summary>Conversations between learners, and the list of all rooms that the caller is in.</summary>
internal static class ConversationEndpoints
{
    public static void MapConversations(this RouteGroupBuilder api)
    {
        api.MapPost("/conversations", StartAsync).WithTags("Chat").RequireFeature(Features.Chat);
        api.MapGet("/me/rooms", MineAsync).WithTags("Chat").RequireFeature(Features.Chat);
    }

    /// <summary>Starts a conversation; with one other learner it is always the same room.</summary>
    private static async Task<Results<CreatedJson<Room>, RefusalHttpResult>> StartAsync(
        StartConversationRequest request, Caller caller, IGrainFactory grains) =>
        (await Conversations.StartAsync(grains, caller, request.Participants, request.Name))
            .ToHttp(room => CreatedJson.At($"/api/v1/rooms/{room.Id}", room));

    /// <summary>The rooms of the caller's groups and conversations, those with unread messages first.</summary>
    private static async Task<Ok<PageBody<MyRoomResponse>>> MineAsync(PageQuery page, Caller caller, HttpContext http, IGrainFactory grains)
    {
        var (limit, cursor) = page.Paging;
        var first = cursor is null ? 0 : int.Parse(cursor, CultureInfo.InvariantCulture);
        var rooms = await Conversations.OfAsync(grains, caller.Viewer);
        var next = first + limit < rooms.Count ? (first + limit).ToString(CultureInfo.InvariantCulture) : null;
        return new Page<MyRoomResponse>([.. rooms.Skip(first).Take(limit)], next).ToHttp(http);
    }
}
