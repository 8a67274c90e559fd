using System.Globalization;
using LmsActors.NameDirectory;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LmsActors.Chat;

/// <summary>A room's messages: read, post, edit, delete, react.</summary>
internal static class MessageEndpoints
{
    public static void MapMessages(this RouteGroupBuilder rooms)
    {
        rooms.MapGet("/{id}/messages", ListAsync);
        rooms.MapPost("/{id}/messages", PostAsync);
        rooms.MapGet("/{id}/messages/{messageId}", ReadAsync);
        rooms.MapPatch("/{id}/messages/{messageId}", EditAsync);
        rooms.MapDelete("/{id}/messages/{messageId}", DeleteAsync);
        rooms.MapPut("/{id}/messages/{messageId}/reactions/{emoji}", (string id, string messageId, string emoji, Caller caller, IGrainFactory grains) =>
            ReactAsync(id, messageId, emoji, true, caller, grains)).WithSummary("Adds the caller's reaction.");
        rooms.MapDelete("/{id}/messages/{messageId}/reactions/{emoji}", (string id, string messageId, string emoji, Caller caller, IGrainFactory grains) =>
            ReactAsync(id, messageId, emoji, false, caller, grains)).WithSummary("Takes the caller's reaction back.");
    }

    /// <summary>The room's messages, newest first; with <c>?before=</c> only those with smaller numbers.</summary>
    private static async Task<Results<Ok<PageBody<Message>>, RefusalHttpResult>> ListAsync(
        string id, PageQuery page, Caller caller, HttpContext http, IGrainFactory grains, long? before = null)
    {
        if (before < 1)
        {
            return RequestRefusals.BadPaging.ToHttp();
        }

        var (limit, cursor) = page.Paging;
        var from = cursor is null ? before ?? 0 : long.Parse(cursor, CultureInfo.InvariantCulture);
        return (await grains.Room(caller.Viewer, id).PageAsync(caller.Viewer, from, limit)).ToHttp(http);
    }

    /// <summary>Posts a message.</summary>
    private static async Task<Results<CreatedJson<Message>, RefusalHttpResult>> PostAsync(
        string id, PostMessageRequest request, Caller caller, IGrainFactory grains, IRoomPoster rooms) =>
        (await Messaging.PostAsync(grains, rooms, caller, id, request.Text, request.ReplyTo))
            .ToHttp(message => CreatedJson.At($"/api/v1/rooms/{id}/messages/{message.Id}", message));

    /// <summary>One message.</summary>
    private static async Task<Results<Ok<Message>, RefusalHttpResult>> ReadAsync(
        string id, string messageId, Caller caller, IGrainFactory grains) =>
        Rooms.SequenceOf(id, messageId) is { } sequence
            ? (await grains.Room(caller.Viewer, id).MessageAsync(caller.Viewer, sequence)).ToHttp()
            : ChatLimits.BadReply.ToHttp();

    /// <summary>Replaces a message's text; its author only.</summary>
    private static async Task<Results<Ok<Message>, RefusalHttpResult>> EditAsync(
        string id, string messageId, EditMessageRequest request, Caller caller, IGrainFactory grains)
    {
        if (!ChatLimits.IsText(request.Text))
        {
            return ChatLimits.BadText.ToHttp();
        }

        var mentions = await MentionedLearners.InAsync(grains, caller.Viewer, request.Text);
        if ((mentions.Refusal ?? (Rooms.SequenceOf(id, messageId) is null ? ChatLimits.BadReply : null)) is { } refusal)
        {
            return refusal.ToHttp();
        }

        var edited = await grains.Room(caller.Viewer, id).EditAsync(new(
            caller.Viewer,
            caller.Operation,
            Rooms.SequenceOf(id, messageId)!.Value,
            request.Text,
            Markdown.Render(request.Text),
            mentions.Value!));
        return edited.ToHttp();
    }

    /// <summary>Takes a message's text away for good; its author or a moderator.</summary>
    private static async Task<Results<NoContent, RefusalHttpResult>> DeleteAsync(
        string id, string messageId, Caller caller, IGrainFactory grains) =>
        Rooms.SequenceOf(id, messageId) is { } sequence
            ? (await grains.Room(caller.Viewer, id).DeleteAsync(new(caller.Viewer, caller.Operation, sequence))).ToHttp()
            : ChatLimits.BadReply.ToHttp();

    private static async Task<Results<Ok<Message>, RefusalHttpResult>> ReactAsync(
        string id, string messageId, string emoji, bool isOn, Caller caller, IGrainFactory grains)
    {
        if (!ChatLimits.IsEmoji(emoji))
        {
            return ChatLimits.BadEmoji.ToHttp();
        }

        return Rooms.SequenceOf(id, messageId) is { } sequence
            ? (await grains.Room(caller.Viewer, id).ReactAsync(new(caller.Viewer, caller.Operation, sequence, emoji, isOn))).ToHttp()
            : ChatLimits.BadReply.ToHttp();
    }
}
