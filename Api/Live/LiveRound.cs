namespace LmsActors.Live;

/// <summary>
/// One fan-out: what waited to be sent, and those who watched at that moment. It goes on in steps of some watchers each, and lets the
/// thread pool write what it got before it gives it more: buffers are used again while they are in the processor's caches, and
/// requests that come meanwhile do not wait for thousands of writes.
/// </summary>
internal sealed record LiveRound(List<LiveBatch> Batches, Dictionary<string, byte[]> Ticks, Watch[] Watches)
{
    /// <summary>Half of what the shared array pool keeps of the 4 KiB blocks that pipes are made of: 32 for each processor.</summary>
    private static readonly int StepBytes = 32 * 4096 / 2 * Environment.ProcessorCount;

    private const int MaxStep = 128;

    /// <summary>Sends it to all; calls <paramref name="letGo"/> with each who cannot keep up.</summary>
    public async Task SendAsync(string stream, Action<Watch> letGo)
    {
        if (Watches.Length == 0)
        {
            return;
        }

        foreach (var batch in LiveFrames.Merge(Batches))
        {
            var common = LiveFrames.Events(stream, batch);
            await SendAllAsync(common, watch => watch.TrySend(stream, batch, common), letGo);
        }

        foreach (var (type, data) in Ticks)
        {
            var tick = LiveFrames.Tick(stream, type, data);
            await SendAllAsync(tick, watch => watch.TrySend(LiveTicks.For(watch.Watcher.Viewer, tick, stream, type, data)), letGo);
        }
    }

    private async Task SendAllAsync(LiveFrame frame, Func<Watch, bool> trySend, Action<Watch> letGo)
    {
        var step = Math.Clamp(StepBytes / frame.Body.Utf8.Length, 1, MaxStep);
        for (var next = 0; next < Watches.Length;)
        {
            var end = Math.Min(next + step, Watches.Length);
            for (; next < end; next++)
            {
                if (!trySend(Watches[next]))
                {
                    letGo(Watches[next]);
                }
            }

            await Task.Yield();
        }

        LiveMetrics.Sent(Watches.Length);
    }
}
