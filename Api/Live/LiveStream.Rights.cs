namespace LmsActors.Live;

/// <summary>Takes the stream away from those who may no longer follow it.</summary>
internal sealed partial class LiveStream
{
    public async Task OnRevokedAsync(IReadOnlyList<string>? learnerIds)
    {
        // Rights that were checked before this are checked again before anybody is let in with them.
        Interlocked.Increment(ref _revocations);
        var affected = Watches.Where(watch => learnerIds is null || learnerIds.Contains(watch.Watcher.Viewer.LearnerId)).ToList();
        foreach (var chunk in affected.Chunk(256))
        {
            await Task.WhenAll(chunk.Select(watch => CheckAgainAsync(watch)));
        }
    }

    /// <summary>Takes the stream away from those for whom <paramref name="isRefused"/>.</summary>
    public void Revoke(Func<Viewer, bool> isRefused, Refusal refusal)
    {
        foreach (var watch in Watches.Where(watch => isRefused(watch.Watcher.Viewer)))
        {
            Revoke(watch.Watcher, refusal);
        }
    }

    private async Task CheckAgainAsync(Watch watch)
    {
        try
        {
            var read = await Actor.ReadStreamAsync(name, watch.Watcher.Viewer, Position);
            if (read.Refusal is { } refusal)
            {
                Revoke(watch.Watcher, refusal);
            }
        }
        catch (Exception e)
        {
            logger.LogWarning(e, "A right to {Stream} could not be checked; it is taken away.", name);
            Revoke(watch.Watcher, Unavailable);
        }
    }

    private void Revoke(LiveWatcher watcher, Refusal refusal)
    {
        if (Leave(watcher))
        {
            watcher.TrySend(LiveFrames.Revoked(name, refusal));
        }
    }
}
