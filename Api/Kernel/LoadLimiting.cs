using System.ComponentModel.DataAnnotations;
using System.Diagnostics.Metrics;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace LmsActors.Kernel;

/// <summary>The section <c>Limits</c> of the configuration: how much a server takes on at once, whoever it comes from.</summary>
internal sealed class LoadOptions
{
    public const string Section = "Limits";

    /// <summary>How many requests may be under way; streams are not counted.</summary>
    [Range(1, 1_000_000)]
    public int Requests { get; set; } = 1_000;

    /// <summary>How many more may wait for their turn.</summary>
    [Range(0, 1_000_000)]
    public int Waiting { get; set; } = 4_000;

    /// <summary>How many connections may follow streams.</summary>
    [Range(1, 10_000_000)]
    public int Connections { get; set; } = 100_000;
}

/// <summary>
/// A server that is asked for more than it can do says so at once, with 503 and <c>Retry-After</c>, instead of being slower for all until
/// nobody is served. Passwords are hashed by half of the processors at most: that is meant to take long, and must not starve the rest.
/// </summary>
internal sealed class LoadLimiting : IDisposable
{
    private const int MostWaitingSignIns = 256;

    private readonly Meter _meter = new("LmsActors.Api");
    private readonly Counter<long> _shed;
    private readonly ConcurrencyLimiter _requests;
    private readonly ConcurrencyLimiter _signIns = Limiter(Math.Max(1, Environment.ProcessorCount / 2), MostWaitingSignIns);
    private readonly ConcurrencyLimiter _connections;

    public LoadLimiting(IOptions<LoadOptions> options)
    {
        _requests = Limiter(options.Value.Requests, options.Value.Waiting);
        _connections = Limiter(options.Value.Connections, 0);
        _shed = _meter.CreateCounter<long>("lmsactors.requests.shed", "{request}", "Requests refused because the server was busy");
        _meter.CreateObservableGauge(
            "lmsactors.requests.waiting", () => _requests.GetStatistics()?.CurrentQueuedCount ?? 0, "{request}", "Requests that wait for their turn");
    }

    /// <summary>Waits for the request's turn; the lease says whether there is one, and ends it.</summary>
    public async ValueTask<RateLimitLease> EnterAsync(HttpContext http)
    {
        var metadata = http.GetEndpoint()?.Metadata;
        var limiter = metadata?.GetMetadata<HubMetadata>() is not null || IsEventStream(http) ? _connections
            : metadata?.GetMetadata<SignInLimitMetadata>() is not null ? _signIns
            : _requests;
        var lease = await limiter.AcquireAsync(1, http.RequestAborted);
        if (!lease.IsAcquired)
        {
            _shed.Add(1);
        }

        return lease;
    }

    public void Dispose()
    {
        _requests.Dispose();
        _signIns.Dispose();
        _connections.Dispose();
        _meter.Dispose();
    }

    private static bool IsEventStream(HttpContext http) =>
        http.Request.Headers.Accept.ToString().Contains("text/event-stream", StringComparison.OrdinalIgnoreCase);

    private static ConcurrencyLimiter Limiter(int permits, int waiting) =>
        new(new() { PermitLimit = permits, QueueLimit = waiting, QueueProcessingOrder = QueueProcessingOrder.OldestFirst });
}

/// <summary>Lets no more in than <see cref="LoadLimiting"/> allows.</summary>
internal sealed class LoadLimitMiddleware(RequestDelegate next, LoadLimiting limits)
{
    private static readonly Refusal Busy = new(
        RefusalKind.Unavailable, "server.busy", "This server has as much to do as it can. Try again in a moment.", TimeSpan.FromSeconds(1));

    public async Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<NoLimitMetadata>() is not null)
        {
            await next(http);
            return;
        }

        using var lease = await limits.EnterAsync(http);
        await (lease.IsAcquired ? next(http) : Problems.WriteAsync(http, Busy));
    }
}

internal static class LoadLimitSetup
{
    public static void AddLoadLimits(this IServiceCollection services)
    {
        services.AddOptions<LoadOptions>().BindConfiguration(LoadOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<LoadLimiting>();
    }

    public static void UseLoadLimits(this WebApplication app) => app.UseMiddleware<LoadLimitMiddleware>();
}
