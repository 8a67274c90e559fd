using System.Text.Json.Serialization;

namespace LmsActors.Faults;

/// <summary>What a client can ask for.</summary>
public enum OperationKind
{
    PostMessage,
    CreatePost,
    DeletePost,
    Follow,
    Unfollow,
    JoinGroup,
}

/// <summary>What a client knows of an operation in the end.</summary>
public enum Outcome
{
    /// <summary>Acknowledged: it must stand.</summary>
    Ok,

    /// <summary>Refused: it must not stand.</summary>
    Fail,

    /// <summary>No answer: it may stand, once.</summary>
    Unknown,
}

/// <summary>One line of the history that a load process writes. <paramref name="At"/> is its place in the one order of that process.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(World), "world")]
[JsonDerivedType(typeof(Invoked), "invoked")]
[JsonDerivedType(typeof(Answered), "answered")]
[JsonDerivedType(typeof(Started), "started")]
[JsonDerivedType(typeof(Received), "received")]
[JsonDerivedType(typeof(Refused), "refused")]
public abstract record Fact(long At);

/// <summary>What does not change during the load, and decides who may see what.</summary>
/// <param name="Learners">Ids of all learners of the load.</param>
/// <param name="Rooms">Each room, with the learners who may read it; null for everybody.</param>
/// <param name="Groups">Ids of groups that learners join.</param>
/// <param name="Friends">The friends of each learner.</param>
public sealed record World(
    long At,
    IReadOnlyList<string> Learners,
    IReadOnlyDictionary<string, IReadOnlyList<string>?> Rooms,
    IReadOnlyList<string> Groups,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Friends) : Fact(At)
{
    public bool AreFriends(string one, string other) => FriendsOf(one).Contains(other);

    public IReadOnlyList<string> FriendsOf(string learner) => Friends.TryGetValue(learner, out var all) ? all : [];

    public bool MayRead(string room, string learner) => Rooms[room]?.Contains(learner) != false;
}

/// <summary>A learner asks for something for the first time. The text of a message or post is <paramref name="Op"/> itself.</summary>
/// <param name="Target">The room, the followed learner, the group, or for a deletion the operation that made the post.</param>
/// <param name="IsForFriends">Of a post: not for everyone.</param>
public sealed record Invoked(long At, string Op, OperationKind Kind, string By, string Target, bool IsForFriends = false) : Fact(At);

/// <summary>The last word on an operation, after all repetitions.</summary>
/// <param name="Id">Of a message or post: the id that the server gave it.</param>
/// <param name="Number">Of a message: its number in the room.</param>
public sealed record Answered(long At, string Op, Outcome Outcome, string? Id = null, long Number = 0) : Fact(At);

/// <summary>A subscriber got its answer: at a snapshot, or with what it missed.</summary>
/// <param name="Subscriber">The name of the client; one may lose its connection and start again.</param>
/// <param name="Snapshot">Oldest first; null when it resumed.</param>
public sealed record Started(
    long At,
    string Subscriber,
    string Learner,
    string Stream,
    long Epoch,
    long Sequence,
    IReadOnlyList<Item>? Snapshot,
    IReadOnlyList<Seen> Missed) : Fact(At);

/// <summary>The server pushed events.</summary>
public sealed record Received(long At, string Subscriber, string Stream, long Epoch, IReadOnlyList<Seen> Events) : Fact(At);

/// <summary>The server said that this learner may not follow the stream.</summary>
public sealed record Refused(long At, string Subscriber, string Learner, string Stream) : Fact(At);

/// <summary>A message (with its number in the room) or a post, by its text.</summary>
public sealed record Item(string Text, string Id, long Number = 0);

/// <summary>One event as it came.</summary>
public sealed record Seen(long Sequence, string Type, Item Item);
