using LmsActors.Hosting;

namespace LmsActors.Kernel;

/// <summary>What this role adds to the probes of every process: ready means that actors answer here.</summary>
internal static class TelemetrySetup
{
    private static readonly Refusal ClockOff = new(
        RefusalKind.Unavailable, "server.clock-off", "The clock of this server is off. Another one will answer.", TimeSpan.FromSeconds(1));

    public static void AddTelemetry(this WebApplicationBuilder builder) =>
        builder.Services.AddProbes(builder.Configuration).AddCheck<ActorsHealthCheck>("actors", tags: [Probes.Ready], timeout: TimeSpan.FromSeconds(3));

    /// <summary>
    /// A server whose clock is off does nothing for anybody, so that no token is taken past its time, or made for a longer one. Its probes answer.
    /// </summary>
    public static void UseClock(this WebApplication app)
    {
        var clock = app.Services.GetRequiredService<SiloClock>();
        app.Use((http, next) => clock.IsOff && !IsProbe(http.Request.Path) ? Problems.WriteAsync(http, ClockOff) : next(http));
    }

    public static void MapTelemetry(this WebApplication app) => app.MapProbes(new NoLimitMetadata());

    private static bool IsProbe(PathString path) => path.StartsWithSegments("/health") || path.StartsWithSegments("/metrics");
}
