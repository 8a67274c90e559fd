namespace LmsActors.Hosting;

/// <summary>All outboxes together.</summary>
public static class Outboxes
{
    /// <summary>The longest way of an event over actors that have outboxes themselves: a group, its room, the directory.</summary>
    private const int LongestWay = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    /// <summary>
    /// Waits until whatever is durable now has reached all whom it concerns. Several clear looks in a row are needed, as an actor that
    /// was looked at may have been told something by one that was looked at later.
    /// </summary>
    /// <exception cref="OperationCanceledException">Something is still owed.</exception>
    public static async Task DrainedAsync(IGrainFactory grains, TimeProvider time, CancellationToken cancellation)
    {
        for (var clear = 0; clear < LongestWay;)
        {
            if (await OwedAsync(grains) == 0)
            {
                clear++;
                continue;
            }

            clear = 0;
            await Task.Delay(Pause, time, cancellation);
        }
    }

    private static async Task<long> OwedAsync(IGrainFactory grains)
    {
        var owed = await Task.WhenAll(Enumerable.Range(0, OutboxRegistry.Shards)
            .Select(shard => grains.Actor<IOutboxRegistryGrain>(OutboxRegistry.Key(shard)).OwedByAllAsync()));
        return owed.Sum();
    }
}
