namespace LmsActors.Backup;

/// <summary>
/// Lets restored actors deliver what they owed each other when the archive was taken. In an archive of everything the registry of
/// those who owe is contained, and the server sees to it by itself; it belongs to no tenant, so in an archive of one tenant it is not.
/// </summary>
internal sealed class OwingActors(IGrainFactory grains, TimeProvider time)
{
    private const int AtOnce = 32;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public async Task DeliverAsync(IAsyncEnumerable<GrainId> actors, CancellationToken cancellation)
    {
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(actors, options, async (actor, token) => await InsistAsync(() => IsDoneAsync(actor), token));
        await InsistAsync(
            async () =>
            {
                await Hosting.Outboxes.DrainedAsync(grains, time, cancellation);
                return true;
            },
            cancellation);
    }

    private async Task<bool> IsDoneAsync(GrainId actor)
    {
        var owner = grains.GetGrain(actor).AsReference<IOutboxOwner>();
        if (await owner.OwedAsync() == 0)
        {
            return true;
        }

        await owner.DrainAsync();
        return false;
    }

    /// <summary>
    /// Asks until it is done; an actor that is just being let go may fail to answer once. What cannot be delivered for a minute is left
    /// for the server: the actor tells the registry at its next event.
    /// </summary>
    private async Task InsistAsync(Func<Task<bool>> isDone, CancellationToken cancellation)
    {
        for (var start = time.GetTimestamp(); time.GetElapsedTime(start) < Patience;)
        {
            try
            {
                if (await isDone())
                {
                    return;
                }
            }
            catch (Exception) when (!cancellation.IsCancellationRequested)
            {
                // Asked again below.
            }

            await Task.Delay(Pause, time, cancellation);
        }
    }
}
