using System.Collections.Immutable;

namespace LmsActors.Connections;

/// <summary>
/// Whom a learner follows, befriends, blocks and mutes: the truth. Key: the learner's id. All commands may be repeated; towards a
/// learner who does not exist, or from whom a block keeps this one apart, they answer "not found".
/// Its internal stream (<see cref="ConnectionStreams.For"/>) tells the API silos with the event <c>hidden-changed</c> when <see cref="HiddenAsync"/> changes.
/// </summary>
[Alias("connections")]
public interface IConnectionsGrain : ILiveActor
{
    [Alias("follow")]
    Task<Result<Relation>> FollowAsync(string learnerId);

    [Alias("unfollow")]
    Task<Result<Relation>> UnfollowAsync(string learnerId);

    /// <summary>
    /// Follows many at once, in one commit: for imports. The targets are taken to exist; those already followed, oneself and those
    /// whom a block hides are passed over. Answers how many are new.
    /// </summary>
    [Alias("follow-many"), ResponseTimeout(ResponseTimes.Bulk)]
    Task<Result<int>> FollowManyAsync(IReadOnlyList<string> learnerIds);

    /// <summary>Asks for friendship, or accepts when the other has asked.</summary>
    [Alias("befriend")]
    Task<Result<Relation>> BefriendAsync(string learnerId);

    /// <summary>Ends a friendship, takes back a request, or declines one.</summary>
    [Alias("unfriend")]
    Task<Result<Relation>> UnfriendAsync(string learnerId);

    /// <summary>Keeps the two apart, both ways, at once; ends following and friendship between them.</summary>
    [Alias("block")]
    Task<Result> BlockAsync(string learnerId);

    [Alias("unblock")]
    Task<Result> UnblockAsync(string learnerId);

    /// <summary>Leaves the other's posts out of this learner's feed; the other is not told.</summary>
    [Alias("mute")]
    Task<Result<Relation>> MuteAsync(string learnerId);

    [Alias("unmute")]
    Task<Result<Relation>> UnmuteAsync(string learnerId);

    /// <summary>How this learner stands to another.</summary>
    [Alias("relation")]
    Task<Relation> RelationAsync(string learnerId);

    /// <summary>A list of this learner's, newest first. Following may be read by others; the rest is the learner's own.</summary>
    [Alias("page")]
    Task<Result<Page<Person>>> PageAsync(ConnectionList list, Viewer viewer, Paging paging);

    /// <summary>The learners whom a block, in either direction, keeps apart from this one.</summary>
    [Alias("hidden")]
    Task<ImmutableHashSet<string>> HiddenAsync();

    [Alias("are-friends")]
    Task<bool> AreFriendsAsync(string learnerId);

    /// <summary>What the learner's home feed is made from.</summary>
    [Alias("feed-sources")]
    Task<FeedSources> FeedSourcesAsync();

    /// <summary>How many learners this one follows.</summary>
    [Alias("following-count")]
    Task<int> FollowingCountAsync();
}

/// <summary>The name of a learner's internal stream.</summary>
public static class ConnectionStreams
{
    public const string Prefix = "connections/";

    public const string HiddenChanged = "hidden-changed";

    public static string For(string learnerId) => Prefix + learnerId;
}

/// <summary>The lists that a learner's connections make.</summary>
[GenerateSerializer, Alias("connection-list")]
public enum ConnectionList
{
    Following,
    Friends,

    /// <summary>Requests for friendship that this learner received and has not answered.</summary>
    RequestsReceived,

    /// <summary>Requests for friendship that this learner made and that are not answered.</summary>
    RequestsSent,
    Blocked,
    Muted,
}

/// <summary>What a home feed is made from.</summary>
[GenerateSerializer, Immutable, Alias("feed-sources")]
public sealed record FeedSources(
    [property: Id(0)] ImmutableHashSet<string> Following,
    [property: Id(1)] ImmutableHashSet<string> Friends,
    [property: Id(2)] ImmutableHashSet<string> Hidden,
    [property: Id(3)] ImmutableHashSet<string> Muted);

/// <summary>How one learner stands to another.</summary>
/// <param name="Following">It follows the other.</param>
/// <param name="FollowedBy">The other follows it.</param>
/// <param name="Friend">The two are friends.</param>
/// <param name="Requested">A request for friendship is open between them.</param>
/// <param name="Muted">It has muted the other.</param>
/// <param name="Apart">A block, in either direction, keeps them apart; then nothing else is true.</param>
[GenerateSerializer, Immutable, Alias("relation")]
public sealed record Relation(
    [property: Id(0)] bool Following,
    [property: Id(1)] bool FollowedBy,
    [property: Id(2)] bool Friend,
    [property: Id(3)] FriendRequest? Requested,
    [property: Id(4)] bool Muted,
    [property: Id(5)] bool Apart)
{
    public static readonly Relation None = new(false, false, false, null, false, false);
}

/// <summary>Who made the open request for friendship.</summary>
[GenerateSerializer, Alias("friend-request")]
public enum FriendRequest
{
    Sent,
    Received,
}
