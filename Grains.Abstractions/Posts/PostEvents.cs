namespace LmsActors.Posts;

/// <summary>What can have happened to a post.</summary>
[GenerateSerializer, Alias("post-event")]
public abstract record PostEvent;

/// <summary>The post was published; <paramref name="CreatedAt"/> is set where the original of an import was written earlier.</summary>
[GenerateSerializer, Immutable, Alias("post-published")]
public sealed record PostPublished(
    [property: Id(0)] Person Author,
    [property: Id(1)] string Text,
    [property: Id(2)] string Html,
    [property: Id(3)] string Audience,
    [property: Id(4)] IReadOnlyList<string> Mentions,
    [property: Id(5)] DateTimeOffset? CreatedAt) : PostEvent;

[GenerateSerializer, Immutable, Alias("post-edited")]
public sealed record PostEdited(
    [property: Id(0)] string Text,
    [property: Id(1)] string Html,
    [property: Id(2)] IReadOnlyList<string> Mentions) : PostEvent;

/// <summary>A learner whom the post mentions was erased: the post, and what it was before, without the name. When it was edited last stays.</summary>
[GenerateSerializer, Immutable, Alias("post-mention-erased")]
public sealed record PostMentionErased(
    [property: Id(0)] string Text,
    [property: Id(1)] string Html,
    [property: Id(2)] IReadOnlyList<string> Mentions,
    [property: Id(3)] IReadOnlyList<PostVersion> Former,
    [property: Id(4)] DateTimeOffset? EditedAt) : PostEvent;

[GenerateSerializer, Immutable, Alias("post-deleted")]
public sealed record PostDeleted([property: Id(0)] string ById) : PostEvent;

/// <summary>A learner set a reaction or took it back; now there are <paramref name="Count"/> of it.</summary>
[GenerateSerializer, Immutable, Alias("post-reaction-set")]
public sealed record PostReactionSet(
    [property: Id(0)] string Emoji,
    [property: Id(1)] string LearnerId,
    [property: Id(2)] bool IsOn,
    [property: Id(3)] int Count) : PostEvent;

/// <summary>A shard of reactors counted anew; <paramref name="Totals"/> are the post's counts that changed by it.</summary>
[GenerateSerializer, Immutable, Alias("post-reactions-counted")]
public sealed record PostReactionsCounted(
    [property: Id(0)] int Shard,
    [property: Id(1)] long Revision,
    [property: Id(2)] IReadOnlyDictionary<string, int> Counts,
    [property: Id(3)] IReadOnlyDictionary<string, int> Totals) : PostEvent;

/// <summary>A comment was added; now there are <paramref name="Count"/>.</summary>
[GenerateSerializer, Immutable, Alias("comment-added")]
public sealed record CommentAdded(
    [property: Id(0)] int Number,
    [property: Id(1)] Person Author,
    [property: Id(2)] string Text,
    [property: Id(3)] string Html,
    [property: Id(4)] IReadOnlyList<string> Mentions,
    [property: Id(5)] int Count) : PostEvent;

/// <summary>A comment has another text; the whole comment as it is now.</summary>
[GenerateSerializer, Immutable, Alias("comment-edited")]
public sealed record CommentEdited([property: Id(0)] StoredComment Comment) : PostEvent;

/// <summary>A comment was taken away; what is left of it, and how many comments there are now.</summary>
[GenerateSerializer, Immutable, Alias("comment-deleted")]
public sealed record CommentDeleted([property: Id(0)] StoredComment Comment, [property: Id(1)] int Count) : PostEvent;

/// <summary>All comments through this number are in segments, and no longer in the post's own state.</summary>
[GenerateSerializer, Immutable, Alias("comments-sealed")]
public sealed record CommentsSealed([property: Id(0)] int Through) : PostEvent;
