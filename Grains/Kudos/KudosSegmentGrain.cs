using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LmsActors.Kudos;

/// <summary>Older kudos of a learner, as many in each segment. Key: the learner's id and the segment's number.</summary>
[Alias("kudos-segment")]
internal interface IKudosSegmentGrain : IGrainWithStringKey
{
    /// <summary>Takes them over, once: what is here already stays. Answers the place of the last that is here.</summary>
    [Alias("seal")]
    Task<long> SealAsync(IReadOnlyList<StoredKudos> kudos);

    /// <summary>All of them, the oldest first.</summary>
    [Alias("all")]
    Task<IReadOnlyList<StoredKudos>> AllAsync();
}

[GenerateSerializer, Alias("kudos-segment-event")]
internal abstract record KudosSegmentEvent;

[GenerateSerializer, Immutable, Alias("kudos-segment-sealed")]
internal sealed record KudosSegmentSealed([property: Id(0)] IReadOnlyList<StoredKudos> Kudos) : KudosSegmentEvent;

[GenerateSerializer, Immutable, Alias("kudos-segment-giver-erased")]
internal sealed record KudosSegmentGiverErased([property: Id(0)] string FromId) : KudosSegmentEvent;

[GenerateSerializer, Immutable, Alias("kudos-segment-state")]
internal sealed record KudosSegmentState : IState<KudosSegmentState, KudosSegmentEvent>
{
    [Id(0)]
    public ImmutableList<StoredKudos> Kudos { get; init; } = [];

    public KudosSegmentState Apply(Happened<KudosSegmentEvent> happened) => happened.Event switch
    {
        KudosSegmentSealed e => this with { Kudos = [.. e.Kudos] },
        KudosSegmentGiverErased e => this with { Kudos = [.. Kudos.Select(kudos => kudos.From.Id == e.FromId ? kudos.WithoutGiver() : kudos)] },
        _ => this,
    };
}

[GrainType("kudos-segment"), Reentrant]
internal sealed class KudosSegmentGrain(Log<KudosSegmentState, KudosSegmentEvent> log, ILogger<KudosSegmentGrain> logger)
    : LogGrain<KudosSegmentState, KudosSegmentEvent>(log, logger), IKudosSegmentGrain
{
    public async Task<long> SealAsync(IReadOnlyList<StoredKudos> kudos) => (await CommitAsync(
        Operation.None,
        (state, _) => state.Kudos.IsEmpty ? new KudosSegmentSealed(kudos) : Decision<KudosSegmentEvent>.Nothing,
        (state, _) => state.Kudos[^1].Place)).Value;

    public Task<IReadOnlyList<StoredKudos>> AllAsync() => Task.FromResult<IReadOnlyList<StoredKudos>>(Log.Committed.Kudos);
}
