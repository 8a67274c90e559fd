using LmsActors.Posts;

namespace LmsActors.Feeds;

/// <summary>
/// The home feeds of a part of the tenant's learners, of those who are here. In memory only: it is rebuilt from journals.
/// It holds the live streams <c>feed/{learnerId}</c>.
/// </summary>
[Alias("feed-shard")]
public interface IFeedShardGrain : ILiveActor
{
    /// <summary>A page of the viewer's home feed, the newest first.</summary>
    [Alias("read")]
    Task<Page<Post>> ReadAsync(Viewer viewer, Paging paging);

    /// <summary>
    /// What the learner follows, or may see, has changed. Free when the learner is not here; else answers once the feed is right again.
    /// </summary>
    [Alias("refresh")]
    Task RefreshAsync(string learnerId);

    /// <summary>Changes of journals, each batch following the one before; answers those journals that nobody here wants.</summary>
    [Alias("receive")]
    Task<IReadOnlyList<string>> ReceiveAsync(IReadOnlyList<JournalBatch> batches);
}

/// <summary>Finds the shard that a learner's feed is in.</summary>
public static class FeedShards
{
    /// <summary>How many shards a tenant has, at most 32. Nothing is stored by it.</summary>
    public const int Count = 8;

    /// <summary>All shards, a bit each.</summary>
    public const uint All = (uint)((1L << Count) - 1);

    public static int Of(string learnerId) => (int)(Ids.Spread(learnerId) % Count);

    public static string Key(string tenant, int shard) => new ActorKey(tenant, shard.ToString("00")).ToString();

    public static string Key(string tenant, string learnerId) => Key(tenant, Of(learnerId));
}

/// <summary>The names of the live streams that feeds are.</summary>
public static class FeedStreams
{
    public const string Prefix = "feed/";

    public static string Of(string learnerId) => Prefix + learnerId;

    /// <summary>Whose feed the stream is; null when it is none.</summary>
    public static string? LearnerOf(string stream) => stream.StartsWith(Prefix, StringComparison.Ordinal) ? stream[Prefix.Length..] : null;
}
