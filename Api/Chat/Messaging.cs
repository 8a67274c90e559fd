using LmsActors.NameDirectory;

namespace LmsActors.Chat;

/// <summary>Posting a message, for the endpoint and for the forms of pages: what is written is checked, rendered, and handed to the room.</summary>
internal static class Messaging
{
    /// <param name="grains">The actors.</param>
    /// <param name="rooms">The way to post.</param>
    /// <param name="caller">Who posts.</param>
    /// <param name="roomId">Into which room.</param>
    /// <param name="text">Markdown.</param>
    /// <param name="replyTo">The id of the message that it answers.</param>
    public static async Task<Result<Message>> PostAsync(IGrainFactory grains, IRoomPoster rooms, Caller caller, string roomId, string text, string? replyTo)
    {
        if (!ChatLimits.IsText(text))
        {
            return ChatLimits.BadText;
        }

        var answered = replyTo is null ? null : Rooms.SequenceOf(roomId, replyTo);
        if (replyTo is not null && answered is null)
        {
            return ChatLimits.BadReply;
        }

        var mentions = await MentionedLearners.InAsync(grains, caller.Viewer, text);
        return mentions.Refusal is { } refusal
            ? refusal
            : await rooms.PostAsync(
                caller.Viewer.Key(Ids.IsWellFormed(roomId) ? roomId : "-"),
                new(caller.Viewer, caller.Operation, text, Markdown.Render(text), answered, mentions.Value!));
    }
}
