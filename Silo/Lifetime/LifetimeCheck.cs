using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LmsActors.Hosting;

/// <summary>Not ready before the warm-up is done, nor from the moment that this process is told to stop.</summary>
internal sealed class LifetimeCheck(WarmUp warmUp, Drain drain) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default) => Task.FromResult(
        drain.Begun.IsCancellationRequested ? HealthCheckResult.Unhealthy("Stopping.")
        : !warmUp.IsDone ? HealthCheckResult.Unhealthy("Warming up.")
        : HealthCheckResult.Healthy());
}
