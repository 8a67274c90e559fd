using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LmsActors.Kernel;

/// <summary>A shard of the durable list of actors that may still owe events to others.</summary>
[Alias("outbox-registry")]
internal interface IOutboxRegistryGrain : IGrainWithStringKey
{
    /// <summary>Durably notes that <paramref name="grainId"/> may owe events from now on.</summary>
    [Alias("enlist")]
    Task EnlistAsync(string grainId);

    /// <summary>Notes that <paramref name="grainId"/> owes nothing.</summary>
    [Alias("leave")]
    Task LeaveAsync(string grainId);

    /// <summary>Wakes every actor on the list; those with nothing to deliver take no notice. Answers how many were woken.</summary>
    [Alias("sweep")]
    Task<int> SweepAsync();

    /// <summary>How many durable events the actors on the list have not delivered yet.</summary>
    [Alias("owed-by-all")]
    Task<long> OwedByAllAsync();
}

[GenerateSerializer, Alias("outbox-registry-event")]
internal abstract record OutboxRegistryEvent([property: Id(0)] string GrainId);

[GenerateSerializer, Alias("outbox-enlisted")]
internal sealed record OutboxEnlisted(string GrainId) : OutboxRegistryEvent(GrainId);

[GenerateSerializer, Alias("outbox-left")]
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
    public Task EnlistAsync(string grainId) => CommitAsync(
        Operation.None,
        (state, _) => state.GrainIds.Contains(grainId) ? Decision<OutboxRegistryEvent>.Nothing : new OutboxEnlisted(grainId));

    public Task LeaveAsync(string grainId) => CommitAsync(
        Operation.None,
        (state, _) => state.GrainIds.Contains(grainId) ? new OutboxLeft(grainId) : Decision<OutboxRegistryEvent>.Nothing);

    public async Task<int> SweepAsync()
    {
        var listed = Log.Committed.GrainIds;
        foreach (var chunk in listed.Chunk(64))
        {
            await Task.WhenAll(chunk.Select(WakeAsync));
        }

        return listed.Count;
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

    private async Task WakeAsync(string grainId)
    {
        try
        {
            await GrainFactory.GetGrain(GrainId.Parse(grainId)).AsReference<IOutboxOwner>().DrainAsync();
        }
        catch (Exception e)
        {
            Logger.LogWarning(e, "{Actor} could not be woken to deliver what it owes.", grainId);
        }
    }
}

/// <summary>Finds the shard of the registry that lists an actor.</summary>
internal static class OutboxRegistry
{
    /// <summary>How many shards there are; actors are spread over them by their id. Fixed for the life of the data.</summary>
    public const int Shards = 16;

    public static string Key(int shard) => new ActorKey("system", shard.ToString("00")).ToString();

    public static IOutboxRegistryGrain For(IServiceProvider services, GrainId grainId) => services
        .GetRequiredService<IGrainFactory>()
        .GetGrain<IOutboxRegistryGrain>(Key((int)(Ids.Spread(grainId.ToString()) % Shards)));
}
