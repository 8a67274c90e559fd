using System.Threading.RateLimiting;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace LmsActors.Live;

/// <summary>Bounds how fast one connection may call the hub; who floods is told so, call by call.</summary>
internal sealed class LiveFloodFilter(IOptions<LiveOptions> options, ILogger<LiveFloodFilter> logger) : IHubFilter
{
    private const string Limiter = nameof(LiveFloodFilter);

    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext, Func<HubInvocationContext, ValueTask<object?>> next)
    {
        var limiter = LimiterOf(invocationContext.Context);
        limiter.TryReplenish();
        using var lease = limiter.AttemptAcquire();
        if (!lease.IsAcquired)
        {
            throw new HubException("live.too-fast: Too many calls on this connection. Slow down.");
        }

        try
        {
            return await next(invocationContext);
        }
        catch (Exception e) when (e is not HubException)
        {
            // SignalR's own log of failed calls is off, because it counts every refusal as a failure.
            logger.LogError(e, "The hub's {Method} failed.", invocationContext.HubMethodName);
            throw;
        }
    }

    public Task OnDisconnectedAsync(HubLifetimeContext context, Exception? exception, Func<HubLifetimeContext, Exception?, Task> next)
    {
        if (context.Context.Items.TryGetValue(Limiter, out var limiter))
        {
            ((RateLimiter)limiter!).Dispose();
        }

        return next(context, exception);
    }

    /// <summary>Made at the first call, and replenished by calls: a connection that only listens costs nothing, and no timer runs.</summary>
    private TokenBucketRateLimiter LimiterOf(HubCallerContext connection)
    {
        if (!connection.Items.TryGetValue(Limiter, out var known) || known is not TokenBucketRateLimiter limiter)
        {
            connection.Items[Limiter] = limiter = new(new()
            {
                TokenLimit = options.Value.CallBurst,
                TokensPerPeriod = Math.Max(1, options.Value.CallsPerSecond / 10),
                ReplenishmentPeriod = TimeSpan.FromMilliseconds(100),
                QueueLimit = 0,
                AutoReplenishment = false,
            });
        }

        return limiter;
    }
}
