using System.Collections.Immutable;
using LmsActors.Feeds;

namespace LmsActors.Posts;

/// <summary>What a shard of reactors counts, at a revision of it.</summary>
[GenerateSerializer, Immutable, Alias("reaction-counts")]
internal sealed record ReactionCounts([property: Id(0)] long Revision, [property: Id(1)] ImmutableDictionary<string, int> Counts);

/// <summary>A post, its newest comments, and who reacted. Before its publication, and for an unknown id, it has no author.</summary>
[GenerateSerializer, Immutable, Alias("post-state")]
internal sealed record PostState : IState<PostState, PostEvent>
{
    [Id(0)] public Person Author { get; init; }

    [Id(1)] public string Text { get; init; } = "";

    [Id(2)] public string Html { get; init; } = "";

    [Id(3)] public string Audience { get; init; } = Audiences.Everyone;

    [Id(4)] public ImmutableArray<string> Mentions { get; init; } = [];

    [Id(5)] public DateTimeOffset CreatedAt { get; init; }

    [Id(6)] public DateTimeOffset? EditedAt { get; init; }

    [Id(7)] public bool IsDeleted { get; init; }

    /// <summary>The number of the last edit in the log.</summary>
    [Id(8)] public long Revision { get; init; }

    /// <summary>Former texts, the oldest first.</summary>
    [Id(9)] public ImmutableList<PostVersion> Former { get; init; } = [];

    /// <summary>Who reacted, by emoji: the first 1,024; later ones are in shards.</summary>
    [Id(10)] public ImmutableDictionary<string, ImmutableHashSet<string>> Reactors { get; init; } = ImmutableDictionary<string, ImmutableHashSet<string>>.Empty;

    [Id(11)] public ImmutableDictionary<int, ReactionCounts> ReactorShards { get; init; } = ImmutableDictionary<int, ReactionCounts>.Empty;

    /// <summary>Set for good once the first reactions fill the post's own state.</summary>
    [Id(12)] public bool HasReactorShards { get; init; }

    /// <summary>Comments that are not sealed, the oldest first, without gaps; deleted ones are blank.</summary>
    [Id(13)] public ImmutableList<StoredComment> Comments { get; init; } = [];

    /// <summary>The number of the newest comment that is in a segment.</summary>
    [Id(14)] public int SealedThrough { get; init; }

    /// <summary>Numbers of sealed comments that are deleted.</summary>
    [Id(15)] public ImmutableHashSet<int> DeletedSealed { get; init; } = [];

    /// <summary>How many comments there are, without deleted ones.</summary>
    [Id(16)] public int CommentCount { get; init; }

    public bool IsLive => Author.Id is not null && !IsDeleted;

    public int LastComment => SealedThrough + Comments.Count;

    public int ReactorCount => Reactors.Values.Sum(learners => learners.Count);

    /// <summary>How many reacted with the emoji, wherever they are held.</summary>
    public int CountOf(string emoji) =>
        (Reactors.TryGetValue(emoji, out var learners) ? learners.Count : 0)
        + ReactorShards.Values.Sum(shard => shard.Counts.GetValueOrDefault(emoji));

    public bool HasReacted(string learnerId, string emoji) => Reactors.TryGetValue(emoji, out var learners) && learners.Contains(learnerId);

    /// <summary>The emojis that the post bears, by how often.</summary>
    public Dictionary<string, int> Reactions() => Reactors.Keys
        .Union(ReactorShards.Values.SelectMany(shard => shard.Counts.Keys))
        .Select(emoji => (Emoji: emoji, Count: CountOf(emoji)))
        .Where(pair => pair.Count > 0)
        .OrderByDescending(pair => pair.Count).ThenBy(pair => pair.Emoji, StringComparer.Ordinal)
        .ToDictionary(pair => pair.Emoji, pair => pair.Count);

    /// <summary>A comment that is not sealed.</summary>
    public StoredComment? Find(int number) => number > SealedThrough && number <= LastComment ? Comments[number - SealedThrough - 1] : null;

    public PostRef ToRef(string id) => new(id, Author.Id, CreatedAt, Audience, Revision);

    /// <summary>The post as the learner sees it; <paramref name="elsewhere"/> are reactions of the learner's that shards hold.</summary>
    public Post ToView(string id, string? learnerId, IReadOnlyList<string>? elsewhere = null) => new(
        id, Text, Html, Author, Audience, CreatedAt, EditedAt, CommentCount, Reactions(), MyReactions(learnerId, elsewhere), Mentions);

    public PostState Apply(Happened<PostEvent> happened) => happened.Event switch
    {
        PostPublished e => this with
        {
            Author = e.Author,
            Text = e.Text,
            Html = e.Html,
            Audience = e.Audience,
            Mentions = [.. e.Mentions],
            CreatedAt = e.CreatedAt ?? happened.At,
        },
        PostEdited e => this with
        {
            Text = e.Text,
            Html = e.Html,
            Mentions = [.. e.Mentions],
            EditedAt = happened.At,
            Revision = happened.Sequence,
            Former = Former.Add(new(Text, EditedAt ?? CreatedAt)),
        },
        PostMentionErased e => this with { Text = e.Text, Html = e.Html, Mentions = [.. e.Mentions], Former = [.. e.Former], Revision = happened.Sequence },
        PostDeleted => new() { Author = Author, Audience = Audience, CreatedAt = CreatedAt, IsDeleted = true, SealedThrough = SealedThrough },
        PostReactionSet e => React(e),
        PostReactionsCounted e => this with { ReactorShards = ReactorShards.SetItem(e.Shard, new(e.Revision, e.Counts.ToImmutableDictionary())) },
        CommentAdded e => this with
        {
            Comments = Comments.Add(NewComment(e, happened.At)),
            CommentCount = e.Count,
        },
        CommentEdited e => Replace(e.Comment),
        CommentDeleted e => Replace(e.Comment) with { CommentCount = e.Count },
        CommentsSealed e => Seal(e.Through),
        _ => this,
    };

    public static StoredComment NewComment(CommentAdded e, DateTimeOffset at) => new(e.Number, e.Author, e.Text, e.Html, at, null, e.Mentions);

    private IReadOnlyList<string> MyReactions(string? learnerId, IReadOnlyList<string>? elsewhere) => learnerId is null ? []
        : [.. Reactors.Where(pair => pair.Value.Contains(learnerId)).Select(pair => pair.Key).Union(elsewhere ?? []).Order(StringComparer.Ordinal)];

    private PostState React(PostReactionSet e)
    {
        var learners = Reactors.GetValueOrDefault(e.Emoji, []);
        learners = e.IsOn ? learners.Add(e.LearnerId) : learners.Remove(e.LearnerId);
        var reacted = this with { Reactors = learners.IsEmpty ? Reactors.Remove(e.Emoji) : Reactors.SetItem(e.Emoji, learners) };
        return reacted with { HasReactorShards = HasReactorShards || reacted.ReactorCount >= Shards.FirstCapacity };
    }

    private PostState Replace(StoredComment comment) =>
        Find(comment.Number) is not null ? this with { Comments = Comments.SetItem(comment.Number - SealedThrough - 1, comment) }
        : comment.IsDeleted ? this with { DeletedSealed = DeletedSealed.Add(comment.Number) }
        : this;

    private PostState Seal(int through)
    {
        var count = through - SealedThrough;
        return this with
        {
            SealedThrough = through,
            Comments = Comments.RemoveRange(0, count),
            DeletedSealed = DeletedSealed.Union(Comments.Take(count).Where(comment => comment.IsDeleted).Select(comment => comment.Number)),
        };
    }
}
