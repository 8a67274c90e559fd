namespace LmsActors.Import;

/// <summary>What stands in a Gitter archive. These words mean the same wherever an import reports them.</summary>
internal sealed record GitterCounts
{
    /// <summary>Rows that were read, with those that stand twice, the empty (deleted) texts, and the row without an author.</summary>
    public required long Records { get; init; }

    /// <summary>Rows whose message id an earlier row had already: <see cref="Records"/> − <see cref="Messages"/>.</summary>
    public required long Duplicates { get; init; }

    /// <summary>Distinct message ids, over all rooms.</summary>
    public required long Messages { get; init; }

    /// <summary>Distinct room names with at least one record; a file without records makes no room.</summary>
    public required int Rooms { get; init; }

    /// <summary>Distinct author ids of messages. "No author" (an empty id) counts as one of them.</summary>
    public required int Authors { get; init; }

    /// <summary>Mentions in the bot's thank-you messages, each message once; see <see cref="GitterKudos"/>.</summary>
    public required long Kudos { get; init; }

    /// <summary>Distinct givers, in lower case.</summary>
    public int KudosGivers => KudosGiven.Count;

    /// <summary>Distinct receivers, in lower case.</summary>
    public int KudosReceivers => KudosReceived.Count;

    /// <summary>Places in the files that are not as they should be, also those that were read nevertheless.</summary>
    public required long DirtyRows { get; init; }

    /// <summary>Messages by room name.</summary>
    public required IReadOnlyDictionary<string, int> MessagesPerRoom { get; init; }

    /// <summary>Messages by the author's name as the archive spells it.</summary>
    public required IReadOnlyDictionary<string, int> MessagesPerAuthor { get; init; }

    /// <summary>Kudos by giver, in lower case.</summary>
    public required IReadOnlyDictionary<string, int> KudosGiven { get; init; }

    /// <summary>Kudos by receiver, in lower case.</summary>
    public required IReadOnlyDictionary<string, int> KudosReceived { get; init; }

    /// <summary>The names with the highest counts, highest first, ties by name (ordinal).</summary>
    public static IReadOnlyList<KeyValuePair<string, int>> Top(IReadOnlyDictionary<string, int> counts, int howMany) =>
        [.. counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(howMany)];
}
