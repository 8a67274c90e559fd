namespace LmsActors.Groups;

/// <summary>A group's way to its people: which shard holds whom, and lists that go through all shards.</summary>
internal sealed class MemberShards(IGrainFactory grains, ActorKey group)
{
    /// <summary>Those whom the first shard holds, once it is full: from then on they never change.</summary>
    private IReadOnlySet<string>? _first;

    public static string Id(string groupId, int shard) => $"{groupId}:{shard}";

    /// <summary>Reads what <see cref="Id"/> wrote.</summary>
    public static (string GroupId, int Shard) Parse(string id)
    {
        var colon = id.LastIndexOf(':');
        return (id[..colon], int.Parse(id.AsSpan(colon + 1)));
    }

    public async Task<ShardAnswer> FindAsync(string learnerId)
    {
        if (KnowsFirst(learnerId))
        {
            var answer = await Shard(0).FindAsync(learnerId);
            if (!answer.IsElsewhere)
            {
                return answer;
            }

            _first = await Shard(0).KeysAsync();
        }

        return await Shard(Shards.Beyond(learnerId)).FindAsync(learnerId);
    }

    public async Task<Result<ShardAnswer>> MoveAsync(MemberMove move)
    {
        if (KnowsFirst(move.LearnerId))
        {
            var answer = await Shard(0).MoveAsync(move);
            if (!answer.IsOk || !answer.Value.IsElsewhere)
            {
                return answer;
            }

            _first = await Shard(0).KeysAsync();
        }

        return await Shard(Shards.Beyond(move.LearnerId)).MoveAsync(move);
    }

    /// <summary>One commit per shard, whatever the number of learners.</summary>
    public async Task<Result> EnlistAsync(IReadOnlyList<string> learnerIds)
    {
        var first = await Shard(0).EnlistAsync(learnerIds);
        if (first.Refusal is { } refusal)
        {
            return refusal;
        }

        var beyond = first.Value!.GroupBy(Shards.Beyond);
        var answers = await Task.WhenAll(beyond.Select(shard => Shard(shard.Key).EnlistAsync([.. shard])));
        return answers.FirstOrDefault(answer => !answer.IsOk)?.WithoutValue() ?? Result.Ok;
    }

    public async Task DissolveAsync()
    {
        var first = await Shard(0).DissolveAsync();
        if (first.Value)
        {
            await Task.WhenAll(Enumerable.Range(1, Shards.Spread).Select(shard => Shard(shard).DissolveAsync()));
        }
    }

    /// <summary>A page of those who stand so, shard by shard, by id within each; the cursor is <c>shard:id</c> of the last one.</summary>
    /// <param name="shards">The shards that hold any, in order.</param>
    public async Task<Page<ShardAnswer>> ListAsync(IEnumerable<int> shards, MembershipState state, Paging paging)
    {
        var (from, after) = paging.Cursor is { } cursor && cursor.Contains(':') ? Place(cursor) : (0, "");
        var found = new List<(int Shard, ShardAnswer Answer)>();
        foreach (var shard in shards.Where(shard => shard >= from))
        {
            var missing = paging.Limit + 1 - found.Count;
            if (missing == 0)
            {
                break;
            }

            found.AddRange((await Shard(shard).ListAsync(state, shard == from ? after : "", missing)).Select(answer => (shard, answer)));
        }

        var hasMore = found.Count > paging.Limit;
        var items = found.Take(paging.Limit).ToList();
        return new([.. items.Select(item => item.Answer)], hasMore ? $"{items[^1].Shard}:{items[^1].Answer.LearnerId}" : null);
    }

    private static (int Shard, string After) Place(string cursor)
    {
        var colon = cursor.IndexOf(':');
        return int.TryParse(cursor.AsSpan(0, colon), out var shard) ? (shard, cursor[(colon + 1)..]) : (0, "");
    }

    /// <summary>Whether the first shard is the one to ask: until it is full it always is.</summary>
    private bool KnowsFirst(string learnerId) => _first is null || _first.Contains(learnerId);

    private IMemberShardGrain Shard(int shard) =>
        grains.Actor<IMemberShardGrain>(new ActorKey(group.Tenant, Id(group.Id, shard)));
}
