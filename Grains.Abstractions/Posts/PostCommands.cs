namespace LmsActors.Posts;

/// <summary>Publishes a post.</summary>
/// <param name="Text">Markdown, 1 to 20,000 characters.</param>
/// <param name="Html">The same, rendered and sanitised.</param>
/// <param name="Audience">See <see cref="Audiences"/>.</param>
/// <param name="Mentions">Ids of at most 50 learners.</param>
/// <param name="At">When the original of an import was written; null for now.</param>
[GenerateSerializer, Immutable, Alias("create-post")]
public sealed record CreatePost(
    [property: Id(0)] Viewer Viewer,
    [property: Id(1)] Operation Operation,
    [property: Id(2)] string Text,
    [property: Id(3)] string Html,
    [property: Id(4)] string Audience,
    [property: Id(5)] IReadOnlyList<string> Mentions,
    [property: Id(6)] DateTimeOffset? At = null);

[GenerateSerializer, Immutable, Alias("edit-post")]
public sealed record EditPost(
    [property: Id(0)] Viewer Viewer,
    [property: Id(1)] Operation Operation,
    [property: Id(2)] string Text,
    [property: Id(3)] string Html,
    [property: Id(4)] IReadOnlyList<string> Mentions);

/// <summary>Sets (<paramref name="IsOn"/>) or takes back the viewer's reaction <paramref name="Emoji"/>: one grapheme, at most 16 bytes.</summary>
[GenerateSerializer, Immutable, Alias("react-to-post")]
public sealed record ReactToPost(
    [property: Id(0)] Viewer Viewer,
    [property: Id(1)] Operation Operation,
    [property: Id(2)] string Emoji,
    [property: Id(3)] bool IsOn);

/// <summary>A new comment; <paramref name="Text"/> has 1 to 5,000 characters.</summary>
[GenerateSerializer, Immutable, Alias("add-comment")]
public sealed record AddComment(
    [property: Id(0)] Viewer Viewer,
    [property: Id(1)] Operation Operation,
    [property: Id(2)] string Text,
    [property: Id(3)] string Html,
    [property: Id(4)] IReadOnlyList<string> Mentions);

[GenerateSerializer, Immutable, Alias("edit-comment")]
public sealed record EditComment(
    [property: Id(0)] Viewer Viewer,
    [property: Id(1)] Operation Operation,
    [property: Id(2)] string CommentId,
    [property: Id(3)] string Text,
    [property: Id(4)] string Html,
    [property: Id(5)] IReadOnlyList<string> Mentions);

[GenerateSerializer, Immutable, Alias("delete-comment")]
public sealed record DeleteComment(
    [property: Id(0)] Viewer Viewer,
    [property: Id(1)] Operation Operation,
    [property: Id(2)] string CommentId);
