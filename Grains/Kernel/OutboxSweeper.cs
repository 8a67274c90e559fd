using Microsoft.Extensions.Logging;

namespace LmsActors.Kernel;

/// <summary>
/// Keeps the outbox registry awake, which wakes the actors that a crash left with events to deliver: at once when it comes to life, and
/// then every ten seconds. So every committed event is delivered within 30 s of a crash, whether or not anyone calls its source.
/// </summary>
internal sealed class OutboxSweeper(IGrainFactory grains, TimeProvider time, ILogger<OutboxSweeper> logger) : ILifecycleParticipant<ISiloLifecycle>
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);
    private readonly CancellationTokenSource _stopping = new();
    private Task _watching = Task.CompletedTask;

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(OutboxSweeper),
        ServiceLifecycleStage.Active,
        _ =>
        {
            _watching = WatchAsync();
            return Task.CompletedTask;
        },
        async _ =>
        {
            await _stopping.CancelAsync();
            await _watching;
        });

    private async Task WatchAsync()
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            try
            {
                await Task.WhenAll(Enumerable.Range(0, OutboxRegistry.Shards)
                    .Select(shard => grains.Actor<IOutboxRegistryGrain>(OutboxRegistry.Key(shard)).WatchAsync()));
            }
            catch (Exception e) when (!_stopping.IsCancellationRequested)
            {
                logger.LogWarning(e, "The outbox registry does not answer; it will be tried again.");
            }
        }
        while (await WaitAsync(timer));
    }

    private async Task<bool> WaitAsync(PeriodicTimer timer)
    {
        try
        {
            return await timer.WaitForNextTickAsync(_stopping.Token);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
