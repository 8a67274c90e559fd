using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LmsActors.Kernel;

/// <summary>An actor begins, or ends, to be one that may owe events to others.</summary>
[GenerateSerializer, Immutable, Alias("outbox-entry")]
internal readonly record struct OutboxEntry([property: Id(0)] string GrainId, [property: Id(1)] bool MayOwe);

/// <summary>A shard of the durable list of actors that may still owe events to others.</summary>
[Alias("outbox-registry")]
internal interface IOutboxRegistryGrain : IGrainWithStringKey
{
    /// <summary>Durably notes, in this order, who may owe events from now on and who does not any more. Answers how many are listed.</summary>
    [Alias("enter")]
    Task<int> EnterAsync(IReadOnlyList<OutboxEntry> entries);

    /// <summary>Makes sure that the list is here and sweeps itself; to be called now and then, as its silo may have died.</summary>
    [Alias("watch")]
    Task WatchAsync();

    /// <summary>
    /// Wakes the actors that were on the list at the sweep before and still are, and at the first sweep all: an actor that lives delivers
    /// by itself and is off the list before long. Those with nothing to deliver take no notice. Answers how many were woken.
    /// </summary>
    [Alias("sweep"), ResponseTimeout(ResponseTimes.Bulk)]
    Task<int> SweepAsync();

    /// <summary>How many durable events the actors on the list have not delivered yet.</summary>
    [Alias("owed-by-all"), ResponseTimeout(ResponseTimes.Bulk)]
    Task<long> OwedByAllAsync();
}

[GenerateSerializer, Alias("outbox-registry-event")]
internal abstract record OutboxRegistryEvent([property: Id(0)] string GrainId);

[GenerateSerializer, Immutable, Alias("outbox-enlisted")]
internal sealed record OutboxEnlisted(string GrainId) : OutboxRegistryEvent(GrainId);

[GenerateSerializer, Immutable, Alias("outbox-left")]
internal sealed record OutboxLeft(string GrainId) : OutboxRegistryEvent(GrainId);

[GenerateSerializer, Immutable, Alias("outbox-registry-state")]
internal sealed record OutboxRegistryState : IState<OutboxRegistryState, OutboxRegistryEvent>
{
    [Id(0)]
    public ImmutableHashSet<string> GrainIds { get; init; } = [];

    public OutboxRegistryState Apply(Happened<OutboxRegistryEvent> happened) => happened.Event switch
    {
        OutboxEnlisted e => this with { GrainIds = GrainIds.Add(e.GrainId) },
        OutboxLeft e => this with { GrainIds = GrainIds.Remove(e.GrainId) },
        _ => this,
    };
}

[GrainType("outbox-registry"), Reentrant]
internal sealed class OutboxRegistryGrain(Log<OutboxRegistryState, OutboxRegistryEvent> log, ILogger<OutboxRegistryGrain> logger)
    : LogGrain<OutboxRegistryState, OutboxRegistryEvent>(log, logger), IOutboxRegistryGrain
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan WakeLimit = TimeSpan.FromSeconds(1);

    private ImmutableHashSet<string>? _sweptBefore;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        this.RegisterGrainTimer(SweepAsync, new GrainTimerCreationOptions(TimeSpan.Zero, Period) { Interleave = true, KeepAlive = true });
    }

    public Task WatchAsync() => Task.CompletedTask;

    public async Task<int> EnterAsync(IReadOnlyList<OutboxEntry> entries) => (await CommitAsync(
        Operation.None,
        (state, _) => Decision<OutboxRegistryEvent>.Of([.. entries.Where(entry => entry.MayOwe || state.GrainIds.Contains(entry.GrainId)).Select(Event)]),
        (state, _) => state.GrainIds.Count)).Value;

    public async Task<int> SweepAsync()
    {
        var (listed, before) = (Log.Committed.GrainIds, _sweptBefore);
        _sweptBefore = listed;
        var left = before is null ? [.. listed] : listed.Where(before.Contains).ToList();
        foreach (var chunk in left.Chunk(64))
        {
            await Task.WhenAll(chunk.Select(WakeAsync));
        }

        return left.Count;
    }

    public async Task<long> OwedByAllAsync()
    {
        var owed = 0L;
        foreach (var chunk in Log.Committed.GrainIds.Chunk(256))
        {
            owed += (await Task.WhenAll(chunk.Select(id => GrainFactory.GetGrain(GrainId.Parse(id)).AsReference<IOutboxOwner>().OwedAsync()))).Sum();
        }

        return owed;
    }

    private static OutboxRegistryEvent Event(OutboxEntry entry) =>
        entry.MayOwe ? new OutboxEnlisted(entry.GrainId) : new OutboxLeft(entry.GrainId);

    private async Task WakeAsync(string grainId)
    {
        try
        {
            // An actor on its way out may wait for this very registry, which wants to wake it.
            await GrainFactory.GetGrain(GrainId.Parse(grainId)).AsReference<IOutboxOwner>().DrainAsync().WaitAsync(WakeLimit, Log.Time);
        }
        catch (Exception e)
        {
            Logger.LogWarning(e, "{Actor} could not be woken to deliver what it owes.", grainId);
        }
    }
}

/// <summary>
/// This silo's way to the registry. Entries of many actors travel, and are written, together: an actor that says one thing in its life,
/// as a post does, would otherwise cost two durable writes more.
/// </summary>
internal sealed class OutboxRegistry
{
    /// <summary>How many shards there are; actors are spread over them by their id. Fixed for the life of the data.</summary>
    public const int Shards = 4;

    private readonly Lane<OutboxEntry, int>[] _lanes;

    public OutboxRegistry(IGrainFactory grains)
    {
        _lanes = [.. Enumerable.Range(0, Shards).Select(shard =>
            new Lane<OutboxEntry, int>(entries => grains.Actor<IOutboxRegistryGrain>(Key(shard)).EnterAsync(entries)))];
    }

    public static string Key(int shard) => new ActorKey("system", shard.ToString("00")).ToString();

    /// <summary>Durably notes that the actor may owe events from now on, or that it owes none.</summary>
    public Task EnterAsync(GrainId grainId, bool mayOwe)
    {
        var id = grainId.ToString();
        return _lanes[Ids.Spread(id) % Shards].SendAsync(new(id, mayOwe));
    }
}

/// <summary>The registry names actors; those of an erased learner are not named any more, and they owe nothing.</summary>
internal sealed class OutboxRegistryErasure : IErasure<OutboxRegistryState, OutboxRegistryEvent>
{
    public Decision<OutboxRegistryEvent> Forget(ActorKey actor, OutboxRegistryState state, ErasedLearner learner) =>
        Decision<OutboxRegistryEvent>.Of(state.GrainIds.Where(id => IsOf(id, learner)).Select(id => (OutboxRegistryEvent)new OutboxLeft(id)));

    private static bool IsOf(string grainId, ErasedLearner learner) => learner.IsOwn(ActorKey.Parse(GrainId.Parse(grainId).Key.ToString()!));
}
