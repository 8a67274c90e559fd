using LmsActors.Posts;

namespace LmsActors.Feeds;

/// <summary>
/// The posts of one learner (key <c>learner:{id}</c>) or one group (<c>group:{id}</c>), by time; derived from the posts. Its log is the
/// live stream <c>journal/{learnerId}</c> (posts for everyone only) or <c>group/{id}</c>.
/// </summary>
[Alias("journal")]
public interface IJournalGrain : ILiveActor
{
    /// <summary>The post is live, at this revision of it; again, or with an older revision, changes nothing.</summary>
    [Alias("put")]
    Task PutAsync(PostRef post);

    /// <summary>The post is gone for good; again changes nothing.</summary>
    [Alias("remove")]
    Task RemoveAsync(PostRef post);

    /// <summary>The posts that the viewer may see, the newest first.</summary>
    [Alias("posts")]
    Task<Result<Page<Post>>> PostsAsync(Viewer viewer, Paging paging);

    /// <summary>How many posts the viewer may see.</summary>
    [Alias("count")]
    Task<int> CountAsync(Viewer viewer);

    /// <summary>Up to <paramref name="count"/> posts older than <paramref name="before"/> (null: the newest), of those that feeds are made of.</summary>
    [Alias("slice")]
    Task<JournalSlice> SliceAsync(PostPlace? before, int count);

    /// <summary>From now on the feed shard gets all changes, beginning after the slice that is answered.</summary>
    [Alias("subscribe")]
    Task<JournalSlice> SubscribeAsync(int shard, int count);

    /// <summary>A post that is watched and is not for everyone wants to know for a minute when its audience changes.</summary>
    [Alias("watch-audience")]
    Task WatchAudienceAsync(string postId);

    /// <summary>
    /// These learners may no longer be in the audience (they left the group, or are no friends any more); none named means all.
    /// Watchers of the journal's stream, and of its posts, are checked again.
    /// </summary>
    [Alias("audience-changed")]
    Task AudienceChangedAsync(IReadOnlyList<string> learnerIds);
}

/// <summary>A sealed stretch of a journal. Key: <c>{journal}:{n}</c>.</summary>
[Alias("journal-segment")]
public interface IJournalSegmentGrain : IGrainWithStringKey
{
    /// <summary>Makes these posts, the oldest first, the content of the segment, whatever it was.</summary>
    [Alias("seal")]
    Task<SegmentCount> SealAsync(IReadOnlyList<PostRef> posts);

    /// <summary>Adds the post, or takes it away.</summary>
    [Alias("put")]
    Task<SegmentCount> PutAsync(PostRef post, bool isLive);

    /// <summary>All posts of the segment, the oldest first.</summary>
    [Alias("all")]
    Task<IReadOnlyList<PostRef>> AllAsync();
}

/// <summary>Keys of journals.</summary>
public static class Journals
{
    public const string LearnerPrefix = "learner:";
    public const string GroupPrefix = "group:";

    public static string OfLearner(string learnerId) => LearnerPrefix + learnerId;

    public static string OfGroup(string groupId) => GroupPrefix + groupId;

    /// <summary>The learner whose journal this is; null for a group's.</summary>
    public static string? LearnerOf(string journalId) =>
        journalId.StartsWith(LearnerPrefix, StringComparison.Ordinal) ? journalId[LearnerPrefix.Length..] : null;

    /// <summary>The group whose journal this is; null for a learner's.</summary>
    public static string? GroupOf(string journalId) =>
        journalId.StartsWith(GroupPrefix, StringComparison.Ordinal) ? journalId[GroupPrefix.Length..] : null;
}
