using System.Collections.Immutable;

namespace LmsActors.Chat;

/// <summary>A room as a viewer sees it.</summary>
/// <param name="MessageCount">The number of the newest message: how many were ever posted.</param>
/// <param name="SlowModeSeconds">How long a learner waits between two messages; 0 is off.</param>
/// <param name="Participants">Of a conversation; null for a group's room.</param>
/// <param name="CanPost">Whether this viewer may post.</param>
[GenerateSerializer, Immutable, Alias("room-view")]
public sealed record Room(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] string? GroupId,
    [property: Id(3)] long MessageCount,
    [property: Id(4)] int SlowModeSeconds,
    [property: Id(5)] IReadOnlyList<Person>? Participants,
    [property: Id(6)] bool CanPost,
    [property: Id(7)] DateTimeOffset CreatedAt);

/// <summary>A room in a list of one's rooms.</summary>
/// <param name="Unread">How many messages of others have not been read; those sealed away are counted as they come, whoever wrote them.</param>
[GenerateSerializer, Immutable, Alias("room-glance")]
public sealed record RoomGlance([property: Id(0)] Room Room, [property: Id(1)] long Unread);

/// <summary>A message as others see it.</summary>
/// <param name="Sequence">Its number in the room, from 1, without gaps.</param>
/// <param name="Text">Markdown as it was written; empty when deleted.</param>
/// <param name="Html">The same, rendered and sanitised.</param>
/// <param name="ReplyTo">The id of the message that it answers.</param>
/// <param name="Mentions">Ids of the learners whom it mentions.</param>
[GenerateSerializer, Immutable, Alias("message-view")]
public sealed record Message(
    [property: Id(0)] string Id,
    [property: Id(1)] string RoomId,
    [property: Id(2)] long Sequence,
    [property: Id(3)] string Text,
    [property: Id(4)] string Html,
    [property: Id(5)] Person Author,
    [property: Id(6)] DateTimeOffset SentAt,
    [property: Id(7)] DateTimeOffset? EditedAt,
    [property: Id(8)] DateTimeOffset? DeletedAt,
    [property: Id(9)] string? ReplyTo,
    [property: Id(10)] IReadOnlyList<string> Mentions,
    [property: Id(11)] IReadOnlyList<Reaction> Reactions);

/// <summary>How many learners reacted with one emoji, and the first twenty of them.</summary>
[GenerateSerializer, Immutable, Alias("reaction")]
public sealed record Reaction(
    [property: Id(0)] string Emoji,
    [property: Id(1)] int Count,
    [property: Id(2)] IReadOnlyList<string> Learners);

/// <summary>A message as it is stored.</summary>
[GenerateSerializer, Immutable, Alias("stored-message")]
public sealed record StoredMessage(
    [property: Id(0)] long Sequence,
    [property: Id(1)] Person Author,
    [property: Id(2)] string Text,
    [property: Id(3)] string Html,
    [property: Id(4)] DateTimeOffset SentAt)
{
    [Id(5)]
    public DateTimeOffset? EditedAt { get; init; }

    [Id(6)]
    public DateTimeOffset? DeletedAt { get; init; }

    [Id(7)]
    public long? ReplyTo { get; init; }

    [Id(8)]
    public IReadOnlyList<string> Mentions { get; init; } = [];

    /// <summary>Who reacted, by emoji, in the order of the reactions; null while nobody has.</summary>
    [Id(9)]
    public ImmutableSortedDictionary<string, ImmutableList<string>>? Reactions { get; init; }

    /// <summary>The message as <paramref name="viewer"/> sees it (null: as everybody does).</summary>
    public Message ToView(string roomId, Viewer? viewer = null) => new(
        Rooms.MessageId(roomId, Sequence),
        roomId,
        Sequence,
        Text,
        Html,
        Author,
        SentAt,
        EditedAt,
        DeletedAt,
        ReplyTo is { } replied ? Rooms.MessageId(roomId, replied) : null,
        Mentions,
        Reactions is null ? [] : [.. Reactions.Select(pair => ToReaction(pair.Key, pair.Value, viewer))]);

    private static Reaction ToReaction(string emoji, ImmutableList<string> learners, Viewer? viewer) =>
        new(emoji, learners.Count, [.. learners.Where(id => viewer is null || viewer.Sees(id)).Take(20)]);
}

/// <summary>A change to a sealed message, with its number in the room's log.</summary>
[GenerateSerializer, Immutable, Alias("sealed-change")]
public sealed record SealedChange(
    [property: Id(0)] long At,
    [property: Id(1)] DateTimeOffset When,
    [property: Id(2)] RoomEvent Event);

/// <summary>A learner's read markers by room, and the conversations the learner is in.</summary>
[GenerateSerializer, Immutable, Alias("read-markers")]
public sealed record ReadMarkers(
    [property: Id(0)] ImmutableDictionary<string, long> Read,
    [property: Id(1)] ImmutableHashSet<string> Conversations);
