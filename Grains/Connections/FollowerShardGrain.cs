using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LmsActors.Connections;

/// <summary>Followers of a much-followed learner whose ids hash to one shard. Key: <c>learner:n</c>.</summary>
[Alias("follower-shard")]
internal interface IFollowerShardGrain : IGrainWithStringKey
{
    /// <summary>A source's word; answers how many followers the shard then holds.</summary>
    [Alias("hear")]
    Task<ShardSize> HearAsync(string from, long stamp);

    /// <summary>A source was erased; answers how many followers the shard then holds.</summary>
    [Alias("forget")]
    Task<ShardSize> ForgetAsync(string learnerId);

    /// <summary>The newest followers that the viewer may see, entered before <paramref name="before"/>.</summary>
    [Alias("page")]
    Task<IReadOnlyList<FollowEntry>> PageAsync(long before, int limit, Viewer viewer);
}

[GrainType("follower-shard"), Reentrant]
internal sealed class FollowerShardGrain(Log<FollowerShardState, FollowersEvent> log, ILogger<FollowerShardGrain> logger)
    : LogGrain<FollowerShardState, FollowersEvent>(log, logger), IFollowerShardGrain
{
    public async Task<ShardSize> HearAsync(string from, long stamp)
    {
        var heard = await CommitAsync(
            Operation.None,
            (state, _) => state.Set.IsNews(from, stamp) ? new FollowHeard(from, stamp) : Decision<FollowersEvent>.Nothing,
            (state, _) => new ShardSize(Log.Sequence, state.Set.Count));
        return heard.Value;
    }

    public async Task<ShardSize> ForgetAsync(string learnerId)
    {
        var forgot = await CommitAsync(
            Operation.None,
            (state, _) => ConnectionsErasure.Forget(state.Set, learnerId),
            (state, _) => new ShardSize(Log.Sequence, state.Set.Count));
        return forgot.Value;
    }

    public Task<IReadOnlyList<FollowEntry>> PageAsync(long before, int limit, Viewer viewer) =>
        Task.FromResult(Log.Committed.Set.Page(before, limit, viewer));

    /// <summary>The followed learner's actor does it, which then counts what is left here.</summary>
    protected override Task OnErasingAsync(ErasedLearner learner) => learner.IsOwn(Key)
        ? Task.CompletedTask
        : GrainFactory.Actor<IFollowersSink>(Key with { Id = Key.Id[..Key.Id.LastIndexOf(':')] }).ForgetAsync(learner.LearnerId);
}
