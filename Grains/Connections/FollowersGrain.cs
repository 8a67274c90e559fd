using System.Globalization;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LmsActors.Connections;

/// <summary>Where connections tell whom they follow. Key: the followed learner's id.</summary>
[Alias("followers-sink")]
internal interface IFollowersSink : IGrainWithStringKey
{
    /// <summary>A source's word, stamped by <see cref="FollowSet.Stamp"/>; more than once and in any order.</summary>
    [Alias("hear")]
    Task HearAsync(string from, long stamp);

    /// <summary>A source was erased: wherever it is held, it is not any more.</summary>
    [Alias("forget")]
    Task ForgetAsync(string learnerId);
}

[GrainType("followers"), Reentrant]
internal sealed class FollowersGrain(Log<FollowersState, FollowersEvent> log, ILogger<FollowersGrain> logger)
    : LogGrain<FollowersState, FollowersEvent>(log, logger), IFollowersGrain, IFollowersSink
{
    public Task<long> CountAsync() => Task.FromResult(Log.Committed.Count);

    public async Task HearAsync(string from, long stamp)
    {
        var shard = Log.State.ShardOf(from);
        if (shard == 0)
        {
            await CommitAsync(
                Operation.None,
                (state, _) => state.First.IsNews(from, stamp) ? new FollowHeard(from, stamp) : Decision<FollowersEvent>.Nothing);
            return;
        }

        await TakeAsync(shard, await Shard(shard).HearAsync(from, stamp));
    }

    public async Task ForgetAsync(string learnerId)
    {
        await CommitAsync(Operation.None, (state, _) => ConnectionsErasure.Forget(state.First, learnerId));
        var shard = Shards.Beyond(learnerId);
        if (Log.Committed.Beyond.ContainsKey(shard))
        {
            await TakeAsync(shard, await Shard(shard).ForgetAsync(learnerId));
        }
    }

    public async Task<Result<Page<Person>>> PageAsync(Viewer viewer, Paging paging)
    {
        var key = Key;
        if (viewer.Tenant != key.Tenant || !viewer.Sees(key.Id) || !await GrainFactory.ExistsAsync(key))
        {
            return ConnectionsRefusals.NotFound;
        }

        var found = await CollectAsync(viewer, paging);
        var isMore = found.Count > paging.Limit;
        var page = isMore ? found.GetRange(0, paging.Limit) : found;
        var people = await GrainFactory.PeopleAsync(key.Tenant, [.. page.Select(entry => entry.LearnerId)]);
        return new Page<Person>(people, isMore ? string.Create(CultureInfo.InvariantCulture, $"{page[^1].Shard}.{page[^1].Ordinal}") : null);
    }

    private Task TakeAsync(int shard, ShardSize size) => CommitAsync(
        Operation.None,
        (state, _) => size.Sequence > state.Beyond.GetValueOrDefault(shard).Sequence
            ? new FollowShardReported(shard, size)
            : Decision<FollowersEvent>.Nothing);

    /// <summary>Goes from shard to shard until there is one more than the page needs.</summary>
    private async Task<List<(int Shard, long Ordinal, string LearnerId)>> CollectAsync(Viewer viewer, Paging paging)
    {
        var state = Log.Committed;
        var (shard, before) = Read(paging.Cursor);
        var found = new List<(int, long, string)>(paging.Limit + 1);
        foreach (var next in state.Beyond.Keys.Prepend(0).Where(n => n >= shard))
        {
            var most = paging.Limit + 1 - found.Count;
            var after = next == shard ? before : long.MaxValue;
            var entries = next == 0 ? state.First.Page(after, most, viewer) : await Shard(next).PageAsync(after, most, viewer);
            found.AddRange(entries.Select(entry => (next, entry.Ordinal, entry.LearnerId)));
            if (found.Count > paging.Limit)
            {
                break;
            }
        }

        return found;
    }

    /// <summary>A cursor that is not one of ours means the first page.</summary>
    private static (int Shard, long Before) Read(string? cursor)
    {
        var parts = cursor?.Split('.') ?? [];
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var shard)
            && long.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var before)
                ? (shard, before)
                : (0, long.MaxValue);
    }

    private IFollowerShardGrain Shard(int n)
    {
        var key = Key;
        return GrainFactory.Actor<IFollowerShardGrain>((key with { Id = $"{key.Id}:{n}" }).ToString());
    }
}
