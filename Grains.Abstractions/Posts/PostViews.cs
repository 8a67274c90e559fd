namespace LmsActors.Posts;

/// <summary>A post as a viewer sees it.</summary>
/// <param name="Text">Markdown as it was written.</param>
/// <param name="Html">The same, rendered and sanitised.</param>
/// <param name="Audience">See <see cref="Audiences"/>.</param>
/// <param name="CommentCount">How many comments there are, without deleted ones.</param>
/// <param name="Reactions">How many learners reacted, by emoji; exact.</param>
/// <param name="MyReactions">The viewer's own.</param>
/// <param name="Mentions">Ids of the learners whom it mentions.</param>
[GenerateSerializer, Immutable, Alias("post-view")]
public sealed record Post(
    [property: Id(0)] string Id,
    [property: Id(1)] string Text,
    [property: Id(2)] string Html,
    [property: Id(3)] Person Author,
    [property: Id(4)] string Audience,
    [property: Id(5)] DateTimeOffset CreatedAt,
    [property: Id(6)] DateTimeOffset? EditedAt,
    [property: Id(7)] int CommentCount,
    [property: Id(8)] IReadOnlyDictionary<string, int> Reactions,
    [property: Id(9)] IReadOnlyList<string> MyReactions,
    [property: Id(10)] IReadOnlyList<string> Mentions);

/// <summary>A text that a post has, or had, from <paramref name="At"/> on.</summary>
[GenerateSerializer, Immutable, Alias("post-version")]
public sealed record PostVersion([property: Id(0)] string Text, [property: Id(1)] DateTimeOffset At);

/// <summary>A comment as others see it.</summary>
/// <param name="Id"><c>{post}.{number}</c>.</param>
[GenerateSerializer, Immutable, Alias("comment-view")]
public sealed record Comment(
    [property: Id(0)] string Id,
    [property: Id(1)] string PostId,
    [property: Id(2)] string Text,
    [property: Id(3)] string Html,
    [property: Id(4)] Person Author,
    [property: Id(5)] DateTimeOffset CreatedAt,
    [property: Id(6)] DateTimeOffset? EditedAt,
    [property: Id(7)] IReadOnlyList<string> Mentions);

/// <summary>A comment as it is stored; a deleted one has no text and no HTML.</summary>
/// <param name="Number">Its number under the post, from 1.</param>
[GenerateSerializer, Immutable, Alias("stored-comment")]
public sealed record StoredComment(
    [property: Id(0)] int Number,
    [property: Id(1)] Person Author,
    [property: Id(2)] string Text,
    [property: Id(3)] string Html,
    [property: Id(4)] DateTimeOffset CreatedAt,
    [property: Id(5)] DateTimeOffset? EditedAt,
    [property: Id(6)] IReadOnlyList<string> Mentions,
    [property: Id(7)] bool IsDeleted = false)
{
    public Comment ToView(string postId) =>
        new(PostKeys.Comment(postId, Number), postId, Text, Html, Author, CreatedAt, EditedAt, Mentions);
}

/// <summary>A change to a sealed comment, with its number in the post's log.</summary>
[GenerateSerializer, Immutable, Alias("comment-change")]
public sealed record CommentChange([property: Id(0)] long Sequence, [property: Id(1)] StoredComment Comment);

/// <summary>For whom a post is: <c>everyone</c> of the tenant, the author's <c>friends</c>, or the members of <c>group:{id}</c>.</summary>
public static class Audiences
{
    public const string Everyone = "everyone";
    public const string Friends = "friends";
    private const string GroupPrefix = "group:";

    public static string Group(string groupId) => GroupPrefix + groupId;

    /// <summary>The group's id; null for the other audiences.</summary>
    public static string? GroupOf(string audience) =>
        audience.StartsWith(GroupPrefix, StringComparison.Ordinal) ? audience[GroupPrefix.Length..] : null;

    /// <summary>Whether this is an audience at all.</summary>
    public static bool IsWellFormed(string? audience) =>
        audience is Everyone or Friends || (audience is not null && GroupOf(audience) is { } groupId && Ids.IsWellFormed(groupId));
}

/// <summary>Bounds of the slice.</summary>
public static class PostLimits
{
    public const int MaxText = 20_000;
    public const int MaxCommentText = 5_000;
    public const int MaxMentions = 50;
    public const int MaxComments = 10_000;
    public const int MaxEdits = 50;

    /// <summary>How many different emojis a post may bear.</summary>
    public const int MaxEmojis = 32;

    /// <summary>How many comments a segment holds.</summary>
    public const int SegmentSize = 100;
}

/// <summary>Keys of the slice.</summary>
public static class PostKeys
{
    /// <summary>The segment with the comment <paramref name="number"/>.</summary>
    public static string Segment(string postId, int number) => $"{postId}:{(number - 1) / PostLimits.SegmentSize}";

    public static string Comment(string postId, int number) => $"{postId}.{number}";

    /// <summary>The number in a comment's id; null when it is no id of a comment under this post.</summary>
    public static int? NumberOf(string postId, string commentId) =>
        commentId.Length > postId.Length + 1
        && commentId.StartsWith(postId, StringComparison.Ordinal)
        && commentId[postId.Length] == '.'
        && int.TryParse(commentId.AsSpan(postId.Length + 1), out var number)
        && number > 0
            ? number
            : null;
}
