using System.Collections.Immutable;

namespace LmsActors.Chat;

/// <summary>How a stored message comes to be and changes; the same in a room and in a sealed segment.</summary>
internal static class StoredMessages
{
    public static StoredMessage From(MessagePosted posted, DateTimeOffset at) =>
        new(posted.Sequence, posted.Author, posted.Text, posted.Html, posted.SentAt ?? at)
        {
            ReplyTo = posted.ReplyTo,
            Mentions = posted.Mentions ?? [],
        };

    public static StoredMessage Change(StoredMessage message, MessageChanged change, DateTimeOffset at) => change switch
    {
        MessageEdited e => message with { Text = e.Text, Html = e.Html, Mentions = e.Mentions, EditedAt = at },
        MessageDeleted => message with { Text = "", Html = "", Mentions = [], Reactions = null, DeletedAt = at },
        MessageErased => message with
        {
            Author = Person.Erased,
            Text = "",
            Html = "",
            Mentions = [],
            Reactions = null,
            DeletedAt = message.DeletedAt ?? at,
        },
        MentionErased e => message with { Text = e.Text, Html = e.Html, Mentions = e.Mentions },
        ReactionAdded e => message with { Reactions = Add(message.Reactions, e.Emoji, e.LearnerId) },
        ReactionRemoved e => message with { Reactions = Remove(message.Reactions, e.Emoji, e.LearnerId) },
        _ => message,
    };

    public static bool HasReaction(StoredMessage message, string emoji, string learnerId) =>
        message.Reactions is { } all && all.TryGetValue(emoji, out var learners) && learners.Contains(learnerId);

    private static ImmutableSortedDictionary<string, ImmutableList<string>> Add(
        ImmutableSortedDictionary<string, ImmutableList<string>>? all, string emoji, string learnerId)
    {
        all ??= ImmutableSortedDictionary.Create<string, ImmutableList<string>>(StringComparer.Ordinal);
        var learners = all.GetValueOrDefault(emoji, []);
        return learners.Contains(learnerId) ? all : all.SetItem(emoji, learners.Add(learnerId));
    }

    private static ImmutableSortedDictionary<string, ImmutableList<string>>? Remove(
        ImmutableSortedDictionary<string, ImmutableList<string>>? all, string emoji, string learnerId)
    {
        if (all is null || !all.TryGetValue(emoji, out var learners))
        {
            return all;
        }

        learners = learners.Remove(learnerId);
        all = learners.IsEmpty ? all.Remove(emoji) : all.SetItem(emoji, learners);
        return all.IsEmpty ? null : all;
    }
}
