using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LmsActors.Posts;

/// <summary>A learner set a reaction, or took it back.</summary>
[GenerateSerializer, Immutable, Alias("sharded-reaction-set")]
internal sealed record ShardedReactionSet(
    [property: Id(0)] string LearnerId, [property: Id(1)] string Emoji, [property: Id(2)] bool IsOn);

/// <summary>Who reacted, by emoji.</summary>
[GenerateSerializer, Immutable, Alias("reaction-shard-state")]
internal sealed record ReactionShardState : IState<ReactionShardState, ShardedReactionSet>
{
    [Id(0)]
    public ImmutableDictionary<string, ImmutableHashSet<string>> Reactors { get; init; } = ImmutableDictionary<string, ImmutableHashSet<string>>.Empty;

    public bool Has(string learnerId, string emoji) => Reactors.TryGetValue(emoji, out var learners) && learners.Contains(learnerId);

    public ReactionShardState Apply(Happened<ShardedReactionSet> happened)
    {
        var (learnerId, emoji, isOn) = happened.Event;
        var learners = Reactors.GetValueOrDefault(emoji, []);
        learners = isOn ? learners.Add(learnerId) : learners.Remove(learnerId);
        return new() { Reactors = learners.IsEmpty ? Reactors.Remove(emoji) : Reactors.SetItem(emoji, learners) };
    }
}

[GrainType("reaction-shard"), Reentrant]
internal sealed class ReactionShardGrain(Log<ReactionShardState, ShardedReactionSet> log, ILogger<ReactionShardGrain> logger)
    : LogGrain<ReactionShardState, ShardedReactionSet>(log, logger), IReactionShardGrain
{
    protected override bool HasOutbox => true;

    public async Task PutAsync(string learnerId, string emoji, bool isOn)
    {
        await CommitAsync(
            Operation.None,
            (state, _) => state.Has(learnerId, emoji) == isOn
                ? Decision<ShardedReactionSet>.Nothing
                : new ShardedReactionSet(learnerId, emoji, isOn));
        await DeliveredAsync(TimeSpan.FromSeconds(1));
    }

    public Task<IReadOnlyList<string>> OfAsync(string learnerId) => Task.FromResult<IReadOnlyList<string>>(
        [.. Log.Committed.Reactors.Where(pair => pair.Value.Contains(learnerId)).Select(pair => pair.Key)]);

    protected override Task DeliverAsync(IReadOnlyList<Happened<ShardedReactionSet>> events)
    {
        var colon = Key.Id.LastIndexOf(':');
        var post = GrainFactory.Actor<IPostGrain>(new ActorKey(Key.Tenant, Key.Id[..colon]));
        var counts = Log.Committed.Reactors.ToDictionary(pair => pair.Key, pair => pair.Value.Count);
        return post.ReactionsCountedAsync(int.Parse(Key.Id[(colon + 1)..]), Log.CommittedSequence, counts);
    }
}
