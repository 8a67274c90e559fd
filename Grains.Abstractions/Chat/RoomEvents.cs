namespace LmsActors.Chat;

/// <summary>What can have happened in a room.</summary>
[GenerateSerializer, Alias("room-event")]
public abstract record RoomEvent;

[GenerateSerializer, Immutable, Alias("room-created")]
public sealed record RoomCreated(
    [property: Id(0)] string Name,
    [property: Id(1)] string? GroupId,
    [property: Id(2)] IReadOnlyList<Person>? Participants,
    [property: Id(3)] DateTimeOffset? CreatedAt) : RoomEvent;

[GenerateSerializer, Immutable, Alias("room-configured")]
public sealed record RoomConfigured([property: Id(0)] string Name, [property: Id(1)] int SlowModeSeconds) : RoomEvent;

/// <summary>A message was posted; <paramref name="SentAt"/> is set where the original of an import was sent earlier.</summary>
[GenerateSerializer, Immutable, Alias("message-posted")]
public sealed record MessagePosted(
    [property: Id(0)] long Sequence,
    [property: Id(1)] Person Author,
    [property: Id(2)] string Text,
    [property: Id(3)] string Html,
    [property: Id(4)] long? ReplyTo,
    [property: Id(5)] IReadOnlyList<string>? Mentions,
    [property: Id(6)] DateTimeOffset? SentAt) : RoomEvent;

/// <summary>Something happened to an earlier message.</summary>
[GenerateSerializer, Alias("message-changed")]
public abstract record MessageChanged([property: Id(0)] long Sequence) : RoomEvent;

[GenerateSerializer, Immutable, Alias("message-edited")]
public sealed record MessageEdited(
    long Sequence,
    [property: Id(0)] string Text,
    [property: Id(1)] string Html,
    [property: Id(2)] IReadOnlyList<string> Mentions,
    [property: Id(3)] string AuthorId) : MessageChanged(Sequence);

[GenerateSerializer, Immutable, Alias("message-deleted")]
public sealed record MessageDeleted(long Sequence, [property: Id(0)] string ById) : MessageChanged(Sequence);

/// <summary>The author of a message was erased: its place stays, without text and author; <paramref name="DeletedAt"/> if it was deleted before.</summary>
[GenerateSerializer, Immutable, Alias("message-erased")]
public sealed record MessageErased(long Sequence, [property: Id(0)] DateTimeOffset? DeletedAt) : MessageChanged(Sequence);

/// <summary>A learner whom a message mentions was erased: the message without the name. When it was edited last stays.</summary>
[GenerateSerializer, Immutable, Alias("mention-erased")]
public sealed record MentionErased(
    long Sequence,
    [property: Id(0)] string Text,
    [property: Id(1)] string Html,
    [property: Id(2)] IReadOnlyList<string> Mentions,
    [property: Id(3)] DateTimeOffset? EditedAt) : MessageChanged(Sequence);

[GenerateSerializer, Immutable, Alias("reaction-added")]
public sealed record ReactionAdded(long Sequence, [property: Id(0)] string Emoji, [property: Id(1)] string LearnerId) : MessageChanged(Sequence);

[GenerateSerializer, Immutable, Alias("reaction-removed")]
public sealed record ReactionRemoved(long Sequence, [property: Id(0)] string Emoji, [property: Id(1)] string LearnerId) : MessageChanged(Sequence);

/// <summary>A learner who took part, or was slowed down, was erased: the room's name and participants without it.</summary>
[GenerateSerializer, Immutable, Alias("participant-erased")]
public sealed record ParticipantErased(
    [property: Id(0)] string LearnerId,
    [property: Id(1)] string Name,
    [property: Id(2)] int SlowModeSeconds,
    [property: Id(3)] IReadOnlyList<Person>? Participants) : RoomEvent;

/// <summary>All messages through this number are in segments, and no longer in the room's own state.</summary>
[GenerateSerializer, Immutable, Alias("messages-sealed")]
public sealed record MessagesSealed([property: Id(0)] long Through) : RoomEvent;
