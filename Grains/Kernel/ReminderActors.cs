using System.Globalization;

namespace LmsActors.Kernel;

/// <summary>
/// The reminders of a process that is alone, kept as everything else is: in logs of actors, and so in whichever storage there is and in
/// its exports. An actor is found in the shard that its hash tells.
/// </summary>
internal sealed class ReminderActors(IGrainFactory grains) : IReminderTable, ILifecycleParticipant<ISiloLifecycle>
{
    /// <summary>How many shards there are. Fixed for the life of the data.</summary>
    private const uint Shards = 4;

    /// <summary>Reminders are asked for while the silo starts; actors answer once it has started.</summary>
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(ReminderActors),
        ServiceLifecycleStage.Active,
        _ =>
        {
            _started.TrySetResult();
            return Task.CompletedTask;
        });

    public async Task<ReminderTableData> ReadRows(GrainId grainId)
    {
        await _started.Task;
        return Data(await ShardOf(grainId).OfActorAsync(grainId.ToString()));
    }

    public async Task<ReminderTableData> ReadRows(uint begin, uint end)
    {
        await _started.Task;
        var all = await Task.WhenAll(Enumerable.Range(0, (int)Shards).Select(shard => Shard((uint)shard).AllAsync()));
        return Data(all.SelectMany(reminders => reminders).Where(reminder => IsWithin(GrainId.Parse(reminder.GrainId).GetUniformHashCode(), begin, end)));
    }

    public async Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName)
    {
        await _started.Task;
        var found = await ShardOf(grainId).OfActorAsync(grainId.ToString());
        return found.FirstOrDefault(reminder => reminder.Name == reminderName) is { } one ? Entry(one) : null;
    }

    public async Task<string?> UpsertRow(ReminderEntry entry)
    {
        await _started.Task;
        var version = await ShardOf(entry.GrainId).SetAsync(
            new(entry.GrainId.ToString(), entry.ReminderName, entry.StartAt.ToUniversalTime(), entry.Period, Version: 0));
        return Tag(version);
    }

    public async Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag)
    {
        await _started.Task;
        return long.TryParse(eTag, CultureInfo.InvariantCulture, out var version)
            && await ShardOf(grainId).RemoveAsync(grainId.ToString(), reminderName, version);
    }

    public async Task TestOnlyClearTable()
    {
        foreach (var entry in (await ReadRows(0, 0)).Reminders)
        {
            await RemoveRow(entry.GrainId, entry.ReminderName, entry.ETag ?? "");
        }
    }

    /// <summary>The range begins after the one, ends with the other, and goes round if the one is not the smaller.</summary>
    private static bool IsWithin(uint hash, uint begin, uint end) =>
        begin < end ? hash > begin && hash <= end : hash > begin || hash <= end;

    private static ReminderTableData Data(IEnumerable<StoredReminder> reminders) => new(reminders.Select(Entry));

    private static ReminderEntry Entry(StoredReminder reminder) => new()
    {
        GrainId = GrainId.Parse(reminder.GrainId),
        ReminderName = reminder.Name,
        StartAt = reminder.StartAt,
        Period = reminder.Period,
        ETag = Tag(reminder.Version),
    };

    private static string Tag(long version) => version.ToString(CultureInfo.InvariantCulture);

    private IReminderTableGrain ShardOf(GrainId grainId) => Shard(grainId.GetUniformHashCode() % Shards);

    private IReminderTableGrain Shard(uint shard) => grains.Actor<IReminderTableGrain>(new ActorKey("system", shard.ToString("00", CultureInfo.InvariantCulture)));
}
