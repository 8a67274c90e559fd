using System.Collections.Immutable;

namespace LmsActors.Groups;

/// <summary>What can have happened in a shard of a group's people.</summary>
[GenerateSerializer, Alias("member-shard-event")]
internal abstract record MemberShardEvent;

[GenerateSerializer, Immutable, Alias("standing-changed")]
internal sealed record StandingChanged(
    [property: Id(0)] string LearnerId,
    [property: Id(1)] MembershipState State) : MemberShardEvent;

/// <summary>Many became members at once.</summary>
[GenerateSerializer, Immutable, Alias("members-enlisted")]
internal sealed record MembersEnlisted([property: Id(0)] IReadOnlyList<string> LearnerIds) : MemberShardEvent;

/// <summary>A learner was erased; a stranger's place that names nobody is left.</summary>
[GenerateSerializer, Immutable, Alias("member-erased")]
internal sealed record MemberErased([property: Id(0)] string LearnerId) : MemberShardEvent;

/// <summary>The group ended, and everyone's standing with it.</summary>
[GenerateSerializer, Immutable, Alias("shard-dissolved")]
internal sealed record ShardDissolved : MemberShardEvent;

/// <summary>How one learner stands, and since when.</summary>
[GenerateSerializer, Immutable, Alias("standing")]
internal readonly record struct Standing([property: Id(0)] MembershipState State, [property: Id(1)] DateTimeOffset Since);

/// <summary>
/// Some of a group's people. Whoever left stays in as a stranger, so that each learner has one shard for good; that is
/// what makes "the first shard is full" final.
/// </summary>
[GenerateSerializer, Immutable, Alias("member-shard-state")]
internal sealed record MemberShardState : IState<MemberShardState, MemberShardEvent>
{
    [Id(0)]
    public ImmutableDictionary<string, Standing> People { get; init; } = ImmutableDictionary<string, Standing>.Empty;

    [Id(1)]
    public StandingCounts Counts { get; init; }

    [Id(2)]
    public bool IsDissolved { get; init; }

    /// <summary>Whether the shard, if it is the first, takes nobody new.</summary>
    public bool IsFull => People.Count >= Kernel.Shards.FirstCapacity;

    public MembershipState Of(string learnerId) =>
        !IsDissolved && People.TryGetValue(learnerId, out var standing) ? standing.State : MembershipState.None;

    public MemberShardState Apply(Happened<MemberShardEvent> happened) => happened.Event switch
    {
        StandingChanged e => Put(e.LearnerId, new(e.State, happened.At)),
        MembersEnlisted e => Enlist(e.LearnerIds, happened.At),
        MemberErased e => Erase(e.LearnerId, happened.Sequence),
        ShardDissolved => this with { IsDissolved = true, Counts = default },
        _ => this,
    };

    private MemberShardState Put(string learnerId, Standing standing) => this with
    {
        People = People.SetItem(learnerId, standing),
        Counts = Counts.Add(Of(learnerId), -1).Add(standing.State, 1),
    };

    private MemberShardState Erase(string learnerId, long sequence) => this with
    {
        People = People.Remove(learnerId).SetItem($"erased-{sequence}", default),
        Counts = Counts.Add(Of(learnerId), -1),
    };

    private MemberShardState Enlist(IReadOnlyList<string> learnerIds, DateTimeOffset at)
    {
        var (people, counts) = (People.ToBuilder(), Counts);
        foreach (var id in learnerIds)
        {
            var before = people.TryGetValue(id, out var standing) ? standing.State : MembershipState.None;
            counts = counts.Add(before, -1).Add(MembershipState.Member, 1);
            people[id] = new(MembershipState.Member, at);
        }

        return this with { People = people.ToImmutable(), Counts = counts };
    }
}
