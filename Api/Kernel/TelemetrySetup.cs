using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using OpenTelemetry.Metrics;

namespace LmsActors.Kernel;

/// <summary>How the server feels: <c>/health/live</c>, <c>/health/ready</c>, and Prometheus' <c>/metrics</c>.</summary>
internal static class TelemetrySetup
{
    private const string Ready = "ready";

    public static void AddTelemetry(this IServiceCollection services)
    {
        services.AddHealthChecks().AddCheck<ActorsHealthCheck>("actors", tags: [Ready], timeout: TimeSpan.FromSeconds(3));
        services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter("LmsActors*", "Microsoft.Orleans", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Http.Connections")
            .AddAspNetCoreInstrumentation()
            .AddRuntimeInstrumentation()
            .AddPrometheusExporter());
    }

    public static void MapTelemetry(this WebApplication app)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).DisableHttpMetrics().WithMetadata(new NoLimitMetadata());
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready) }).DisableHttpMetrics().WithMetadata(new NoLimitMetadata());
        app.MapPrometheusScrapingEndpoint("/metrics").DisableHttpMetrics().WithMetadata(new NoLimitMetadata());
    }
}
