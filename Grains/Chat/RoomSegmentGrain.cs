using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LmsActors.Chat;

[GenerateSerializer, Alias("room-segment-event")]
internal abstract record RoomSegmentEvent;

[GenerateSerializer, Immutable, Alias("segment-sealed")]
internal sealed record SegmentSealed([property: Id(0)] long AsOf, [property: Id(1)] IReadOnlyList<StoredMessage> Messages) : RoomSegmentEvent;

[GenerateSerializer, Immutable, Alias("segment-changed")]
internal sealed record SegmentChanged([property: Id(0)] IReadOnlyList<SealedChange> Changes) : RoomSegmentEvent;

/// <summary>A sealed thousand of messages, and through which event of the room they are up to date.</summary>
[GenerateSerializer, Immutable, Alias("room-segment-state")]
internal sealed record RoomSegmentState : IState<RoomSegmentState, RoomSegmentEvent>
{
    [Id(0)]
    public long AppliedThrough { get; init; }

    [Id(1)]
    public ImmutableList<StoredMessage> Messages { get; init; } = [];

    public RoomSegmentState Apply(Happened<RoomSegmentEvent> happened) => happened.Event switch
    {
        SegmentSealed e => this with { AppliedThrough = e.AsOf, Messages = [.. e.Messages] },
        SegmentChanged e => e.Changes.Aggregate(this, Change),
        _ => this,
    };

    private static RoomSegmentState Change(RoomSegmentState state, SealedChange change)
    {
        var index = state.IndexOf(((MessageChanged)change.Event).Sequence);
        return index is null || change.At <= state.AppliedThrough
            ? state
            : state with
            {
                AppliedThrough = change.At,
                Messages = state.Messages.SetItem(
                    index.Value, StoredMessages.Change(state.Messages[index.Value], (MessageChanged)change.Event, change.When)),
            };
    }

    private int? IndexOf(long sequence) =>
        Messages.Count > 0 && sequence - Messages[0].Sequence is >= 0 and var offset && offset < Messages.Count ? (int)offset : null;
}

[GrainType("room-segment"), Reentrant]
internal sealed class RoomSegmentGrain(Log<RoomSegmentState, RoomSegmentEvent> log, ILogger<RoomSegmentGrain> logger)
    : LogGrain<RoomSegmentState, RoomSegmentEvent>(log, logger), IRoomSegmentGrain
{
    public Task SealAsync(long asOf, IReadOnlyList<StoredMessage> messages) => CommitAsync(
        Operation.None,
        (state, _) => state.Messages.IsEmpty ? new SegmentSealed(asOf, messages) : Decision<RoomSegmentEvent>.Nothing);

    public Task ChangeAsync(IReadOnlyList<SealedChange> changes) => CommitAsync(
        Operation.None,
        (state, _) => changes.Any(change => change.At > state.AppliedThrough)
            ? new SegmentChanged(changes)
            : Decision<RoomSegmentEvent>.Nothing);

    public Task<IReadOnlyList<StoredMessage>> MessagesAsync(long first, long last)
    {
        var all = Log.Committed.Messages;
        var start = all.IsEmpty ? 0 : (int)Math.Clamp(first - all[0].Sequence, 0, all.Count);
        var end = all.IsEmpty ? 0 : (int)Math.Clamp(last - all[0].Sequence + 1, start, all.Count);
        return Task.FromResult<IReadOnlyList<StoredMessage>>(all.GetRange(start, end - start));
    }

    protected override Task OnErasingAsync(ErasedLearner learner) =>
        GrainFactory.Actor<IRoomGrain>(Key with { Id = Key.Id[..Key.Id.LastIndexOf(':')] }).EraseSealedAsync(learner, Log.Committed.Messages);
}
