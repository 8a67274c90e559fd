namespace LmsActors.Chat;

/// <summary>A group's room (with <paramref name="GroupId"/>), or a conversation (with <paramref name="Participants"/>, 2 to 50).</summary>
[GenerateSerializer, Immutable, Alias("create-room")]
public sealed record CreateRoom(
    [property: Id(0)] string Name,
    [property: Id(1)] string? GroupId = null,
    [property: Id(2)] IReadOnlyList<Person>? Participants = null,
    [property: Id(3)] DateTimeOffset? At = null);

/// <summary>Slow mode: how many seconds must lie between two messages of one learner, 0 to 3,600; null leaves it.</summary>
[GenerateSerializer, Immutable, Alias("configure-room")]
public sealed record ConfigureRoom(
    [property: Id(0)] Viewer Viewer,
    [property: Id(1)] Operation Operation,
    [property: Id(2)] string? Name,
    [property: Id(3)] int? SlowModeSeconds);

/// <summary>A new message; text and rendered HTML, the number of the message that it answers, and whom it mentions.</summary>
[GenerateSerializer, Immutable, Alias("post-message")]
public sealed record PostMessage(
    [property: Id(0)] Viewer Viewer,
    [property: Id(1)] Operation Operation,
    [property: Id(2)] string Text,
    [property: Id(3)] string Html,
    [property: Id(4)] long? ReplyTo,
    [property: Id(5)] IReadOnlyList<string> Mentions);

[GenerateSerializer, Immutable, Alias("edit-message")]
public sealed record EditMessage(
    [property: Id(0)] Viewer Viewer,
    [property: Id(1)] Operation Operation,
    [property: Id(2)] long Sequence,
    [property: Id(3)] string Text,
    [property: Id(4)] string Html,
    [property: Id(5)] IReadOnlyList<string> Mentions);

[GenerateSerializer, Immutable, Alias("delete-message")]
public sealed record DeleteMessage(
    [property: Id(0)] Viewer Viewer,
    [property: Id(1)] Operation Operation,
    [property: Id(2)] long Sequence);

/// <summary>Sets (<paramref name="IsOn"/>) or takes back the viewer's reaction <paramref name="Emoji"/>.</summary>
[GenerateSerializer, Immutable, Alias("react-to-message")]
public sealed record ReactToMessage(
    [property: Id(0)] Viewer Viewer,
    [property: Id(1)] Operation Operation,
    [property: Id(2)] long Sequence,
    [property: Id(3)] string Emoji,
    [property: Id(4)] bool IsOn);

/// <summary>A message of an archive: where it comes from, who wrote it, when.</summary>
[GenerateSerializer, Immutable, Alias("imported-message")]
public sealed record ImportedMessage(
    [property: Id(0)] string ExternalId,
    [property: Id(1)] Person Author,
    [property: Id(2)] string Text,
    [property: Id(3)] string Html,
    [property: Id(4)] DateTimeOffset SentAt);
