using System.Collections.Immutable;

namespace LmsActors.Connections;

/// <summary>The first followers themselves, and how many the other shards hold.</summary>
[GenerateSerializer, Immutable, Alias("followers-state")]
internal sealed record FollowersState : IState<FollowersState, FollowersEvent>
{
    /// <summary>Shard 0. Once it is full it takes nobody new, but those in it stay in it.</summary>
    [Id(0)] public FollowSet First { get; init; } = FollowSet.Empty;

    /// <summary>By shard; absolute, so that a repeated report counts nothing twice.</summary>
    [Id(1)] public ImmutableSortedDictionary<int, ShardSize> Beyond { get; init; } = ImmutableSortedDictionary<int, ShardSize>.Empty;

    [Id(2)] public long Count { get; init; }

    public FollowersState Apply(Happened<FollowersEvent> happened)
    {
        switch (happened.Event)
        {
            case FollowHeard e:
                var first = First.With(e.LearnerId, e.Stamp);
                return WithFirst(first);
            case FollowerErased e:
                return WithFirst(First.Without(e.LearnerId, FollowerErased.Mark(happened.Sequence)));
            case FollowShardReported e:
                var before = Beyond.GetValueOrDefault(e.Shard);
                return this with { Beyond = Beyond.SetItem(e.Shard, e.Size), Count = Count + e.Size.Count - before.Count };
            default:
                return this;
        }
    }

    /// <summary>The shard that a follower belongs to.</summary>
    public int ShardOf(string learnerId) =>
        First.Marks.Count < Shards.FirstCapacity || First.Marks.ContainsKey(learnerId) ? 0 : Shards.Beyond(learnerId);

    private FollowersState WithFirst(FollowSet first) => this with { First = first, Count = Count + first.Count - First.Count };
}

/// <summary>A shard beyond the first.</summary>
[GenerateSerializer, Immutable, Alias("follower-shard-state")]
internal sealed record FollowerShardState : IState<FollowerShardState, FollowersEvent>
{
    [Id(0)] public FollowSet Set { get; init; } = FollowSet.Empty;

    public FollowerShardState Apply(Happened<FollowersEvent> happened) => happened.Event switch
    {
        FollowHeard e => this with { Set = Set.With(e.LearnerId, e.Stamp) },
        FollowerErased e => this with { Set = Set.Without(e.LearnerId, FollowerErased.Mark(happened.Sequence)) },
        _ => this,
    };
}
