using LmsActors.Connections;
using LmsActors.Feeds;
using LmsActors.Groups;
using LmsActors.Posts;

namespace LmsActors.Import;

/// <summary>
/// Home feeds as they are served hold what is in the journals of those whom the learner follows, of its friends and its groups, the newest
/// first. Only learners with such a journal are looked at.
/// </summary>
internal sealed class FeedCheck(IGrainFactory grains)
{
    private const int AtOnce = 16;
    private static readonly Paging First = new(Paging.DefaultLimit, null);

    private readonly Lock _gate = new();
    private readonly HashSet<ActorKey> _journals = [];
    private readonly HashSet<ActorKey> _learners = [];
    private long _checked;

    /// <summary>How many feeds were compared.</summary>
    public long Checked => _checked;

    /// <summary>There is an actor of this type.</summary>
    public void Note(string type, ActorKey key)
    {
        lock (_gate)
        {
            _ = type switch
            {
                "journal" => _journals.Add(key),
                "profile" => _learners.Add(key),
                _ => false,
            };
        }
    }

    public Task RunAsync(ProblemList problems, CancellationToken cancellation) => _journals.Count == 0
        ? Task.CompletedTask
        : Parallel.ForEachAsync(
            _learners,
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (learner, _) => await CheckAsync(learner, problems));

    private async Task CheckAsync(ActorKey learner, ProblemList problems)
    {
        var connections = grains.Actor<IConnectionsGrain>(learner);
        var sources = await connections.FeedSourcesAsync();
        var groups = await grains.Actor<IMembershipsGrain>(learner).GroupsAsync();
        var journals = sources.Following.Union(sources.Friends).Add(learner.Id).Except(sources.Muted).Select(Journals.OfLearner)
            .Concat(groups.Keys.Select(Journals.OfGroup))
            .Where(id => _journals.Contains(new(learner.Tenant, id)))
            .ToList();
        if (journals.Count == 0)
        {
            return;
        }

        Interlocked.Increment(ref _checked);
        var viewer = new Viewer(learner.Tenant, learner.Id, "", "", false, sources.Hidden);
        var expected = await ExpectedAsync(viewer, sources, journals);
        var served = await grains.Actor<IFeedShardGrain>(FeedShards.Key(learner.Tenant, learner.Id)).ReadAsync(viewer, First);
        if (!served.Items.Select(post => post.Id).SequenceEqual(expected))
        {
            problems.Add($"feed of {learner}: {served.Items.Count} posts are served, and they are not the {expected.Count} that the journals hold");
        }
    }

    /// <summary>The posts of the journals that the viewer may see, each once, without those of the muted in groups.</summary>
    private async Task<List<string>> ExpectedAsync(Viewer viewer, FeedSources sources, List<string> journals)
    {
        var posts = new List<Post>();
        foreach (var id in journals)
        {
            var page = await grains.Actor<IJournalGrain>(viewer.Key(id)).PostsAsync(viewer, First);
            var isGroup = Journals.GroupOf(id) is not null;
            posts.AddRange((page.Value?.Items ?? []).Where(post =>
                isGroup ? !sources.Muted.Contains(post.Author.Id) : Audiences.GroupOf(post.Audience) is null));
        }

        return [.. posts.DistinctBy(post => post.Id).OrderByDescending(post => new PostPlace(post.CreatedAt, post.Id)).Take(First.Limit).Select(post => post.Id)];
    }
}
