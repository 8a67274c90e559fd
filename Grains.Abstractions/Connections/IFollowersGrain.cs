namespace LmsActors.Connections;

/// <summary>Who follows a learner; derived from the followers' connections. Key: the followed learner's id.</summary>
[Alias("followers")]
public interface IFollowersGrain : IGrainWithStringKey
{
    /// <summary>How many there are; exact once the followers' outboxes are drained.</summary>
    [Alias("count")]
    Task<long> CountAsync();

    /// <summary>
    /// Followers that <paramref name="viewer"/> may see, newest first; beyond the first 1,024 they are grouped by shard, and newest
    /// first within a shard. Not found when a block keeps the viewer apart from the learner.
    /// </summary>
    [Alias("page")]
    Task<Result<Page<Person>>> PageAsync(Viewer viewer, Paging paging);
}
