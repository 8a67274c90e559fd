using Microsoft.Extensions.Logging;

namespace LmsActors.Kernel;

/// <summary>
/// Wakes the actors that a crash left with events to deliver: once when the silo is up, then every ten seconds for those that
/// another silo left behind. So every committed event is delivered within 30 s of the restart, whether or not anyone calls its source.
/// </summary>
internal sealed class OutboxSweeper(IGrainFactory grains, TimeProvider time, ILogger<OutboxSweeper> logger) : ILifecycleParticipant<ISiloLifecycle>
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);
    private readonly CancellationTokenSource _stopping = new();
    private Task _sweeping = Task.CompletedTask;

    public void Participate(ISiloLifecycle lifecycle) => lifecycle.Subscribe(
        nameof(OutboxSweeper),
        ServiceLifecycleStage.Active,
        _ =>
        {
            _sweeping = SweepAsync();
            return Task.CompletedTask;
        },
        async _ =>
        {
            await _stopping.CancelAsync();
            await _sweeping;
        });

    private async Task SweepAsync()
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            try
            {
                var woken = await Task.WhenAll(Enumerable.Range(0, OutboxRegistry.Shards)
                    .Select(shard => grains.Actor<IOutboxRegistryGrain>(OutboxRegistry.Key(shard)).SweepAsync()));
                logger.LogDebug("{Count} actors were asked to deliver what they owe.", woken.Sum());
            }
            catch (Exception e) when (!_stopping.IsCancellationRequested)
            {
                logger.LogWarning(e, "The outbox registry could not be swept; it will be tried again.");
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
