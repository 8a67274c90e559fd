namespace LmsActors.Chat;

/// <summary>Every decision of a room. Whether the caller may be here at all was checked before (<see cref="RoomAccess"/>).</summary>
internal static class RoomRules
{
    /// <summary>How many different emojis one message takes.</summary>
    public const int MaxEmojis = 20;

    /// <summary>How many participants a conversation has at most.</summary>
    public const int MaxParticipants = 50;

    public static Decision<RoomEvent> Create(RoomState state, CreateRoom command)
    {
        if (state.Created is not null)
        {
            return Decision<RoomEvent>.Nothing;
        }

        if (command.Participants is { } people && people.Count is < 2 or > MaxParticipants)
        {
            return RoomRefusals.ParticipantCount;
        }

        return new RoomCreated(command.Name, command.GroupId, command.Participants, command.At);
    }

    public static Decision<RoomEvent> Configure(RoomState state, ConfigureRoom command)
    {
        var changed = new RoomConfigured(command.Name ?? state.Name, command.SlowModeSeconds ?? state.SlowModeSeconds);
        return changed.Name == state.Name && changed.SlowModeSeconds == state.SlowModeSeconds
            ? Decision<RoomEvent>.Nothing
            : changed;
    }

    /// <summary>A room that is not there has nothing to take over.</summary>
    public static Decision<RoomEvent> Rename(RoomState state, string name) =>
        state.Created is null || name == state.Name ? Decision<RoomEvent>.Nothing : new RoomConfigured(name, state.SlowModeSeconds);

    public static Decision<RoomEvent> Post(RoomState state, PostMessage command, bool isModerator, DateTimeOffset now)
    {
        if (SlowModeWait(state, command.Viewer, isModerator, now) is { } wait)
        {
            return RoomRefusals.TooFast(wait);
        }

        if (command.ReplyTo is { } replied && (replied < 1 || replied > state.MessageCount || IsHidden(state.Find(replied), command.Viewer)))
        {
            return RoomRefusals.UnknownMessage;
        }

        var next = state.MessageCount + 1;
        return Decision<RoomEvent>.About(next, new MessagePosted(
            next,
            new Person(command.Viewer.LearnerId, command.Viewer.Name),
            command.Text,
            command.Html,
            command.ReplyTo,
            command.Mentions.Count == 0 ? null : command.Mentions,
            null));
    }

    public static Decision<RoomEvent> Edit(StoredMessage? message, EditMessage command)
    {
        if (Editable(message, command.Viewer) is { } refusal)
        {
            return refusal;
        }

        return message!.Author.Id != command.Viewer.LearnerId ? RoomRefusals.NotYours
            : message.Text == command.Text ? Decision<RoomEvent>.About(command.Sequence)
            : Decision<RoomEvent>.About(command.Sequence, new MessageEdited(
                command.Sequence, command.Text, command.Html, command.Mentions, command.Viewer.LearnerId));
    }

    public static Decision<RoomEvent> Delete(StoredMessage? message, DeleteMessage command, bool isModerator)
    {
        if (message is null || !command.Viewer.Sees(message.Author.Id))
        {
            return RoomRefusals.UnknownMessage;
        }

        return message.DeletedAt is not null ? Decision<RoomEvent>.Nothing
            : !isModerator && message.Author.Id != command.Viewer.LearnerId ? RoomRefusals.NotAModerator
            : new MessageDeleted(command.Sequence, command.Viewer.LearnerId);
    }

    public static Decision<RoomEvent> React(StoredMessage? message, ReactToMessage command)
    {
        if (Editable(message, command.Viewer) is { } refusal)
        {
            return refusal;
        }

        var (sequence, emoji, learner) = (command.Sequence, command.Emoji, command.Viewer.LearnerId);
        if (StoredMessages.HasReaction(message!, emoji, learner) == command.IsOn)
        {
            return Decision<RoomEvent>.About(sequence);
        }

        if (!command.IsOn)
        {
            return Decision<RoomEvent>.About(sequence, new ReactionRemoved(sequence, emoji, learner));
        }

        return message!.Reactions is { } all && all.Count >= MaxEmojis && !all.ContainsKey(emoji)
            ? RoomRefusals.TooManyReactions
            : Decision<RoomEvent>.About(sequence, new ReactionAdded(sequence, emoji, learner));
    }

    public static Decision<RoomEvent> Import(RoomState state, IReadOnlyList<ImportedMessage> messages)
    {
        if (state.Created is null)
        {
            return RoomRefusals.Unknown;
        }

        var events = new RoomEvent[messages.Count];
        for (var i = 0; i < events.Length; i++)
        {
            var message = messages[i];
            events[i] = new MessagePosted(
                state.MessageCount + 1 + i, message.Author, message.Text, message.Html, null, null, message.SentAt);
        }

        return Decision<RoomEvent>.About(events.Length, events);
    }

    private static Refusal? Editable(StoredMessage? message, Viewer viewer) =>
        message is null || !viewer.Sees(message.Author.Id) ? RoomRefusals.UnknownMessage
        : message.DeletedAt is not null ? RoomRefusals.Deleted
        : null;

    private static TimeSpan? SlowModeWait(RoomState state, Viewer viewer, bool isModerator, DateTimeOffset now)
    {
        if (state.SlowModeSeconds == 0 || isModerator || !state.LastPosts.TryGetValue(viewer.LearnerId, out var last))
        {
            return null;
        }

        var wait = last.AddSeconds(state.SlowModeSeconds) - now;
        return wait > TimeSpan.Zero ? wait : null;
    }

    private static bool IsHidden(StoredMessage? message, Viewer viewer) => message is not null && !viewer.Sees(message.Author.Id);
}
