namespace LmsActors.Chat;

/// <summary>The room's log as watchers see it: snapshot and events, in the shapes of REST.</summary>
internal static class RoomStream
{
    /// <summary>How many of the newest messages a snapshot shows.</summary>
    public const int SnapshotMessages = 50;

    public static byte[] Snapshot(RoomState state, string roomId, bool canPost, Viewer viewer) => LiveJson.Bytes(new
    {
        room = state.ToView(roomId, canPost, viewer),
        messages = state.Hot
            .Skip(state.Hot.Count - SnapshotMessages)
            .Where(message => viewer.Sees(message.Author.Id))
            .Select(message => message.ToView(roomId, viewer)),
    });

    public static LiveEvent? Project(Happened<RoomEvent> happened, string roomId)
    {
        var (sequence, at, what) = happened;
        return what switch
        {
            MessagePosted e => new(sequence, at, "message-posted", LiveJson.Bytes(new { message = StoredMessages.From(e, at).ToView(roomId) }), e.Author.Id),
            MessageEdited e => new(sequence, at, "message-edited", LiveJson.Bytes(new { id = Id(e), e.Text, e.Html, e.Mentions, editedAt = at }), e.AuthorId),
            MessageErased e => new(sequence, at, "message-deleted", LiveJson.Bytes(new { id = Id(e), deletedAt = e.DeletedAt ?? at, author = Person.Erased })),
            MentionErased e => new(sequence, at, "message-edited", LiveJson.Bytes(new { id = Id(e), e.Text, e.Html, e.Mentions, e.EditedAt })),
            ParticipantErased e => new(sequence, at, "room-configured", LiveJson.Bytes(new { e.Name, e.SlowModeSeconds, e.Participants })),
            MessageDeleted e => new(sequence, at, "message-deleted", LiveJson.Bytes(new { id = Id(e), deletedAt = at })),
            ReactionAdded e => new(sequence, at, "reaction-added", LiveJson.Bytes(new { id = Id(e), e.Emoji, e.LearnerId }), e.LearnerId),
            ReactionRemoved e => new(sequence, at, "reaction-removed", LiveJson.Bytes(new { id = Id(e), e.Emoji, e.LearnerId }), e.LearnerId),
            RoomConfigured e => new(sequence, at, "room-configured", LiveJson.Bytes(new { e.Name, e.SlowModeSeconds })),
            _ => null,
        };

        string Id(MessageChanged changed) => Rooms.MessageId(roomId, changed.Sequence);
    }
}
