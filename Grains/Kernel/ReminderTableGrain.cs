using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LmsActors.Kernel;

/// <summary>A wake-up that an actor has asked for, as it is stored.</summary>
/// <param name="GrainId">Whom it wakes.</param>
/// <param name="Name">Tells it from others of the same actor.</param>
/// <param name="StartAt">When it is due for the first time, UTC.</param>
/// <param name="Period">How long from one time to the next.</param>
/// <param name="Version">Changes whenever it is set; 0 for one that is not stored yet.</param>
[GenerateSerializer, Immutable, Alias("stored-reminder")]
internal sealed record StoredReminder(
    [property: Id(0)] string GrainId,
    [property: Id(1)] string Name,
    [property: Id(2)] DateTime StartAt,
    [property: Id(3)] TimeSpan Period,
    [property: Id(4)] long Version);

/// <summary>A shard of the reminders of a process that is alone: there is no table of a cluster to keep them.</summary>
[Alias("reminder-table")]
internal interface IReminderTableGrain : IGrainWithStringKey
{
    /// <summary>Durably sets a reminder, whether or not there was one of the name. Answers its version.</summary>
    [Alias("set")]
    Task<long> SetAsync(StoredReminder reminder);

    /// <summary>Durably takes a reminder away if it has this version. Answers whether it did.</summary>
    [Alias("remove")]
    Task<bool> RemoveAsync(string grainId, string name, long version);

    /// <summary>The reminders of an actor.</summary>
    [Alias("of-actor")]
    Task<IReadOnlyList<StoredReminder>> OfActorAsync(string grainId);

    /// <summary>All reminders.</summary>
    [Alias("all")]
    Task<IReadOnlyList<StoredReminder>> AllAsync();
}

[GenerateSerializer, Alias("reminder-event")]
internal abstract record ReminderEvent([property: Id(0)] string GrainId, [property: Id(1)] string Name);

[GenerateSerializer, Immutable, Alias("reminder-set")]
internal sealed record ReminderSet(string GrainId, string Name, [property: Id(0)] DateTime StartAt, [property: Id(1)] TimeSpan Period)
    : ReminderEvent(GrainId, Name);

[GenerateSerializer, Immutable, Alias("reminder-removed")]
internal sealed record ReminderRemoved(string GrainId, string Name) : ReminderEvent(GrainId, Name);

[GenerateSerializer, Immutable, Alias("reminder-table-state")]
internal sealed record ReminderTableState : IState<ReminderTableState, ReminderEvent>
{
    private static readonly ImmutableDictionary<string, StoredReminder> None = ImmutableDictionary<string, StoredReminder>.Empty;

    /// <summary>Actors, and the reminders of each by name.</summary>
    [Id(0)]
    public ImmutableDictionary<string, ImmutableDictionary<string, StoredReminder>> Actors { get; init; } =
        ImmutableDictionary<string, ImmutableDictionary<string, StoredReminder>>.Empty;

    public ImmutableDictionary<string, StoredReminder> Of(string grainId) => Actors.GetValueOrDefault(grainId, None);

    public ReminderTableState Apply(Happened<ReminderEvent> happened) => happened.Event switch
    {
        ReminderSet e => With(e.GrainId, Of(e.GrainId).SetItem(e.Name, new(e.GrainId, e.Name, e.StartAt, e.Period, happened.Sequence))),
        ReminderRemoved e => With(e.GrainId, Of(e.GrainId).Remove(e.Name)),
        _ => this,
    };

    private ReminderTableState With(string grainId, ImmutableDictionary<string, StoredReminder> reminders) =>
        this with { Actors = reminders.IsEmpty ? Actors.Remove(grainId) : Actors.SetItem(grainId, reminders) };
}

[GrainType("reminder-table"), Reentrant]
internal sealed class ReminderTableGrain(Log<ReminderTableState, ReminderEvent> log, ILogger<ReminderTableGrain> logger)
    : LogGrain<ReminderTableState, ReminderEvent>(log, logger), IReminderTableGrain
{
    public async Task<long> SetAsync(StoredReminder reminder) => (await CommitAsync(
        Operation.None,
        (_, _) => new ReminderSet(reminder.GrainId, reminder.Name, reminder.StartAt, reminder.Period),
        (state, _) => state.Of(reminder.GrainId)[reminder.Name].Version)).Value;

    public async Task<bool> RemoveAsync(string grainId, string name, long version) => (await CommitAsync(
        Operation.None,
        (state, _) => state.Of(grainId).TryGetValue(name, out var found) && found.Version == version
            ? Decision<ReminderEvent>.About(version, new ReminderRemoved(grainId, name))
            : Decision<ReminderEvent>.Nothing,
        (_, removed) => removed == version)).Value;

    public Task<IReadOnlyList<StoredReminder>> OfActorAsync(string grainId) =>
        Task.FromResult<IReadOnlyList<StoredReminder>>([.. Log.Committed.Of(grainId).Values]);

    public Task<IReadOnlyList<StoredReminder>> AllAsync() =>
        Task.FromResult<IReadOnlyList<StoredReminder>>([.. Log.Committed.Actors.Values.SelectMany(reminders => reminders.Values)]);
}
