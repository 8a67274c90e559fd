namespace LmsActors.Chat;

/// <summary>
/// An erased learner's messages stay as places without text and author, so that numbers and counts of the room stay what they were. Its
/// reactions are taken back, mentions of it made nameless, and in a conversation somebody without a name stands in its place.
/// </summary>
internal sealed class RoomErasure : IErasure<RoomState, RoomEvent>
{
    public Decision<RoomEvent> Forget(ActorKey actor, RoomState state, ErasedLearner learner) =>
        Decision<RoomEvent>.Of([.. Participant(state, learner), .. state.Hot.SelectMany(message => Message(message, learner))]);

    /// <summary>What happens to messages that a segment holds: the room decides it, and tells the segment.</summary>
    public static Decision<RoomEvent> ForgetSealed(IReadOnlyList<StoredMessage> messages, ErasedLearner learner) =>
        Decision<RoomEvent>.Of(messages.SelectMany(message => Message(message, learner)));

    private static IEnumerable<RoomEvent> Participant(RoomState state, ErasedLearner learner)
    {
        if (!state.HasParticipant(learner.LearnerId) && !state.LastPosts.ContainsKey(learner.LearnerId))
        {
            yield break;
        }

        var before = state.Created?.Participants;
        var after = before?.Select(person => person.Id == learner.LearnerId ? Person.Erased : person).ToList();
        var name = before is not null && state.Name == Rooms.Title(before) ? Rooms.Title(after!) : state.Name;
        yield return new ParticipantErased(learner.LearnerId, name, state.SlowModeSeconds, after);
    }

    private static IEnumerable<RoomEvent> Message(StoredMessage message, ErasedLearner learner)
    {
        if (message.Author.Id == learner.LearnerId)
        {
            yield return new MessageErased(message.Sequence, message.DeletedAt);
            yield break;
        }

        foreach (var emoji in message.Reactions?.Keys ?? [])
        {
            if (StoredMessages.HasReaction(message, emoji, learner.LearnerId))
            {
                yield return new ReactionRemoved(message.Sequence, emoji, learner.LearnerId);
            }
        }

        if (message.Mentions.Contains(learner.LearnerId))
        {
            yield return new MentionErased(
                message.Sequence,
                ErasedMentions.Without(message.Text, learner.Name),
                ErasedMentions.Without(message.Html, learner.Name),
                [.. message.Mentions.Where(id => id != learner.LearnerId)],
                message.EditedAt);
        }
    }
}
