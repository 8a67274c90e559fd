using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace LmsActors.Kernel;

/// <summary>Ready means: actors answer, and the server has started.</summary>
internal sealed class ActorsHealthCheck(IReadiness readiness, IHostApplicationLifetime lifetime) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!lifetime.ApplicationStarted.IsCancellationRequested)
        {
            return HealthCheckResult.Unhealthy("Starting.");
        }

        try
        {
            return await readiness.IsReadyAsync().WaitAsync(cancellationToken)
                ? HealthCheckResult.Healthy()
                : HealthCheckResult.Unhealthy("No tenant.");
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return HealthCheckResult.Unhealthy("Actors do not answer.", e);
        }
    }
}

/// <summary>Whether the actors are there.</summary>
internal interface IReadiness
{
    Task<bool> IsReadyAsync();
}
