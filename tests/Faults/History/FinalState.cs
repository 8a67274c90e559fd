namespace LmsActors.Faults;

/// <summary>What the server says when all is quiet.</summary>
/// <param name="Rooms">All messages of each room, oldest first.</param>
/// <param name="MessageCounts">What each room says that it has.</param>
/// <param name="Posts">Each learner's posts, newest first, as the learner sees them.</param>
/// <param name="Feeds">Each learner's home feed, page by page to its end, newest first.</param>
/// <param name="Following">Whom each learner follows.</param>
/// <param name="Followers">Who follows each learner.</param>
/// <param name="Members">Each group's members.</param>
/// <param name="TotalMessages">The tenant's own count.</param>
/// <param name="TotalPosts">The tenant's own count.</param>
/// <param name="TotalFollows">The tenant's own count.</param>
public sealed record FinalState(
    IReadOnlyDictionary<string, IReadOnlyList<FinalMessage>> Rooms,
    IReadOnlyDictionary<string, long> MessageCounts,
    IReadOnlyDictionary<string, IReadOnlyList<FinalPost>> Posts,
    IReadOnlyDictionary<string, IReadOnlyList<FinalPost>> Feeds,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Following,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Followers,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Members,
    long TotalMessages,
    long TotalPosts,
    long TotalFollows);

public sealed record FinalMessage(long Number, string Text, string Author);

public sealed record FinalPost(string Id, string Text, string Author, DateTimeOffset At);

/// <summary>Something that must not be.</summary>
/// <param name="Kind">lost, doubled, phantom, disordered, gap, count, feed, missed, leaked.</param>
public sealed record Violation(string Kind, string What)
{
    public override string ToString() => $"{Kind}: {What}";
}
