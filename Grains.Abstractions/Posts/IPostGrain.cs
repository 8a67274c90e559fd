namespace LmsActors.Posts;

/// <summary>
/// A post: its text with history, its comments, its reactions. It keeps the newest comments; older ones are sealed into segments.
/// Its log is the live stream <c>post/{id}</c>. What a viewer may not see does not exist for it (<c>post.not-found</c>).
/// </summary>
[Alias("post")]
public interface IPostGrain : ILiveActor
{
    /// <summary>Publishes the post, of which the key is the id; the same call again changes nothing.</summary>
    [Alias("create")]
    Task<Result<Post>> CreateAsync(CreatePost command);

    /// <summary>The post as the viewer may see it.</summary>
    [Alias("read")]
    Task<Result<Post>> ReadAsync(Viewer viewer);

    /// <summary>The post as it is for a viewer who has not reacted; null when there is none. Asks for no right: for actors that know it.</summary>
    [Alias("peek")]
    Task<Post?> PeekAsync();

    /// <summary>Replaces the text; its author only. The former text stays in the history.</summary>
    [Alias("edit")]
    Task<Result<Post>> EditAsync(EditPost command);

    /// <summary>Ends the post for everyone; its author, a moderator of its group, or an administrator.</summary>
    [Alias("delete")]
    Task<Result> DeleteAsync(Operation operation, Viewer viewer);

    /// <summary>All texts that the post has had, the newest first.</summary>
    [Alias("history")]
    Task<Result<IReadOnlyList<PostVersion>>> HistoryAsync(Viewer viewer);

    /// <summary>Sets or takes back one reaction of the viewer.</summary>
    [Alias("react")]
    Task<Result<Post>> ReactAsync(ReactToPost command);

    /// <summary>Appends a comment.</summary>
    [Alias("comment")]
    Task<Result<Comment>> CommentAsync(AddComment command);

    /// <summary>Replaces a comment's text; its author only.</summary>
    [Alias("edit-comment")]
    Task<Result<Comment>> EditCommentAsync(EditComment command);

    /// <summary>Takes a comment away; its author, the post's author, a moderator of the group, or an administrator.</summary>
    [Alias("delete-comment")]
    Task<Result> DeleteCommentAsync(DeleteComment command);

    /// <summary>Comments, the newest first.</summary>
    [Alias("comments")]
    Task<Result<Page<Comment>>> CommentsAsync(Viewer viewer, Paging paging);

    /// <summary>These learners may no longer be in the post's audience: those who watch are checked again. None named means all.</summary>
    [Alias("audience-changed")]
    Task AudienceChangedAsync(IReadOnlyList<string> learnerIds);

    /// <summary>A segment asks for what has to happen to its comments, as they are, so that they do not speak of an erased learner.</summary>
    [Alias("erase-sealed")]
    Task EraseSealedAsync(ErasedLearner learner, IReadOnlyList<StoredComment> comments);

    /// <summary>A shard of reactors tells what it counts; the latest of its revisions holds.</summary>
    [Alias("reactions-counted")]
    Task ReactionsCountedAsync(int shard, long revision, IReadOnlyDictionary<string, int> counts);
}

/// <summary>A sealed hundred of a post's comments. Key: <c>{post}:{n}</c>.</summary>
[Alias("comment-segment")]
public interface ICommentSegmentGrain : IGrainWithStringKey
{
    /// <summary>Stores the comments as they were at event <paramref name="asOf"/> of the post; the same call again changes nothing.</summary>
    [Alias("seal")]
    Task SealAsync(long asOf, IReadOnlyList<StoredComment> comments);

    /// <summary>Applies later changes, each once by its number in the post's log.</summary>
    [Alias("change")]
    Task ChangeAsync(IReadOnlyList<CommentChange> changes);

    /// <summary>The post is gone, and its comments with it.</summary>
    [Alias("clear")]
    Task ClearAsync();

    /// <summary>All comments of the segment, oldest first; those that were deleted have no text.</summary>
    [Alias("comments")]
    Task<IReadOnlyList<StoredComment>> CommentsAsync();
}

/// <summary>Who reacted to a post that more have reacted to than it holds itself. Key: <c>{post}:{n}</c>.</summary>
[Alias("reaction-shard")]
public interface IReactionShardGrain : IGrainWithStringKey
{
    /// <summary>Sets or takes back a reaction; the same call again changes nothing.</summary>
    [Alias("put")]
    Task PutAsync(string learnerId, string emoji, bool isOn);

    /// <summary>The learner's reactions that are held here.</summary>
    [Alias("of")]
    Task<IReadOnlyList<string>> OfAsync(string learnerId);
}
