using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LmsActors.Hosting;

/// <summary>
/// Looks every few seconds whether the list of silos can be read and has this one as alive. A silo that is cut off from it goes on
/// running, and the storage's fences guard the logs; but nobody should be sent to it. Nor to one whose clock is off.
/// </summary>
internal sealed class MembershipWatch(
    IMembershipTable table, ILocalSiloDetails self, SiloClock clock, TimeProvider time, ILogger<MembershipWatch> logger) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private long? _seen; // a time stamp: the clock itself may be set meanwhile
    private readonly Lock _gate = new();

    /// <summary>For how long the list has not said that this silo is alive.</summary>
    public TimeSpan Unseen
    {
        get
        {
            lock (_gate)
            {
                return _seen is { } seen ? time.GetElapsedTime(seen) : TimeSpan.MaxValue;
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        do
        {
            await LookAsync(stoppingToken);
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task LookAsync(CancellationToken cancellation)
    {
        try
        {
            var listed = await table.ReadAllAsync(cancellation).WaitAsync(Period, time, cancellation);
            if (listed.TryGet(self.SiloAddress)?.Item1.Status == SiloStatus.Active)
            {
                lock (_gate)
                {
                    _seen = time.GetTimestamp();
                }
            }

            Compare(listed.Members.Select(member => member.Item1).Where(member => member.Status == SiloStatus.Active && !member.SiloAddress.Equals(self.SiloAddress)));
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            logger.LogWarning(e, "The list of silos could not be read.");
        }
    }

    private void Compare(IEnumerable<MembershipEntry> others)
    {
        var wasOff = clock.IsOff;
        clock.Look(others, time.GetUtcNow());
        if (clock.IsOff && !wasOff)
        {
            logger.LogError("The clock of this silo says {Now:u}, and most other silos have another time: it is not ready until that is set right.", time.GetUtcNow());
        }
    }
}

/// <summary>Ready means: this silo is on the list of those that are alive, has seen so lately, and has the time that the others have.</summary>
internal sealed class MembershipCheck(MembershipWatch watch, SiloClock clock, ISiloStatusOracle oracle) : IHealthCheck
{
    private static readonly TimeSpan Lately = TimeSpan.FromSeconds(20);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        oracle.CurrentStatus != SiloStatus.Active ? HealthCheckResult.Unhealthy($"This silo is {oracle.CurrentStatus}.")
        : watch.Unseen > Lately ? HealthCheckResult.Unhealthy("The list of silos has not been reached lately.")
        : clock.IsOff ? HealthCheckResult.Unhealthy("The clock is off: most other silos have another time.")
        : HealthCheckResult.Healthy());
}
