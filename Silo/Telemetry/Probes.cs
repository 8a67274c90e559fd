using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace LmsActors.Hosting;

/// <summary>How a process feels: <c>/health/live</c>, <c>/health/ready</c>, and Prometheus' <c>/metrics</c>. The same for every role.</summary>
public static class Probes
{
    /// <summary>The tag of checks that decide whether this process should be sent anything.</summary>
    public const string Ready = "ready";

    /// <summary>
    /// Adds health checks and metrics; and traces, where the environment variable OTEL_EXPORTER_OTLP_ENDPOINT says who takes them. Whoever
    /// can tell more about being ready adds checks with the tag <see cref="Ready"/>.
    /// </summary>
    public static IHealthChecksBuilder AddProbes(this IServiceCollection services, IConfiguration configuration)
    {
        var telemetry = services.AddOpenTelemetry().WithMetrics(metrics => metrics
            .AddMeter("LmsActors*", "Microsoft.Orleans", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.Http.Connections")
            .AddAspNetCoreInstrumentation()
            .AddRuntimeInstrumentation()
            .AddPrometheusExporter());
        if (IsTraced(configuration))
        {
            telemetry.WithTracing(traces => traces
                .AddSource("Microsoft.Orleans.Application")
                .AddAspNetCoreInstrumentation(requests => requests.Filter = http => !http.Request.Path.StartsWithSegments("/health"))
                .AddOtlpExporter());
        }

        services.AddSingleton<SiloClock>();
        services.AddSingleton<MembershipWatch>();
        services.AddHostedService(provider => provider.GetRequiredService<MembershipWatch>());
        return services.AddHealthChecks().AddCheck<MembershipCheck>("membership", tags: [Ready]);
    }

    /// <summary>Whether somebody takes traces, so that calls between actors should carry them.</summary>
    internal static bool IsTraced(IConfiguration configuration) => !string.IsNullOrEmpty(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]);

    /// <summary>Maps the three addresses; they need no right and are not counted as requests.</summary>
    public static void MapProbes(this IEndpointRouteBuilder app, params object[] metadata)
    {
        app.MapHealthChecks("/health/live", new HealthCheckOptions { Predicate = _ => false }).DisableHttpMetrics().WithMetadata(metadata);
        app.MapHealthChecks("/health/ready", new HealthCheckOptions { Predicate = check => check.Tags.Contains(Ready) }).DisableHttpMetrics().WithMetadata(metadata);
        app.MapPrometheusScrapingEndpoint("/metrics").DisableHttpMetrics().WithMetadata(metadata);
    }
}
