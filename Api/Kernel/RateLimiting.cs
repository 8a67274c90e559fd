using System.Threading.RateLimiting;
using Microsoft.AspNetCore.StaticAssets;
using Microsoft.Extensions.Options;

namespace LmsActors.Kernel;

/// <summary>Who is held to a limit: a learner, an API key, or a network address.</summary>
internal readonly record struct Limited(RateLimitKind Kind, string Id);

internal enum RateLimitKind
{
    Learner,
    ApiKey,
    Address,
    SignIn,
}

/// <summary>Marks endpoints that guess passwords or make accounts: they have a limit of their own.</summary>
internal sealed class SignInLimitMetadata;

/// <summary>Marks endpoints that are for those who look after the server: they answer however busy it is.</summary>
internal sealed class NoLimitMetadata;

/// <summary>Token buckets, one for each who calls; for requests, and for whatever else one can flood.</summary>
internal sealed class RateLimiting : IDisposable
{
    private const int RoundsPerSecond = 10;

    private readonly RateLimitOptions _options;
    private readonly PartitionedRateLimiter<Limited> _buckets;

    public RateLimiting(IOptions<RateLimitOptions> options)
    {
        _options = options.Value;
        _buckets = PartitionedRateLimiter.Create<Limited, Limited>(who => RateLimitPartition.GetTokenBucketLimiter(who, BucketOf));
    }

    /// <summary>Takes one token. Null if there was one; else when there will be.</summary>
    public TimeSpan? TryTake(Limited who)
    {
        if (!_options.Enabled)
        {
            return null;
        }

        using var lease = _buckets.AttemptAcquire(who);
        return lease.IsAcquired ? null
            : lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait
            : TimeSpan.FromSeconds(1);
    }

    public RateLimit LimitOf(RateLimitKind kind) => kind switch
    {
        RateLimitKind.Learner => _options.Learner,
        RateLimitKind.ApiKey => _options.ApiKey,
        RateLimitKind.SignIn => _options.SignIn,
        _ => _options.Address,
    };

    public void Dispose() => _buckets.Dispose();

    private TokenBucketRateLimiterOptions BucketOf(Limited who)
    {
        var limit = LimitOf(who.Kind);
        var isSlow = limit.PerSecond < RoundsPerSecond;
        return new()
        {
            TokenLimit = limit.Burst,
            TokensPerPeriod = isSlow ? 1 : limit.PerSecond / RoundsPerSecond,
            ReplenishmentPeriod = isSlow ? TimeSpan.FromSeconds(1.0 / limit.PerSecond) : TimeSpan.FromSeconds(1.0 / RoundsPerSecond),
            QueueLimit = 0,
            AutoReplenishment = true,
        };
    }
}

/// <summary>Answers 429 to who goes too fast, with when to come back (<c>Retry-After</c>, <c>RateLimit-*</c>).</summary>
internal sealed class RateLimitMiddleware(RequestDelegate next, RateLimiting limits, ILimitedCallers callers)
{
    public Task InvokeAsync(HttpContext http)
    {
        var metadata = http.GetEndpoint()?.Metadata;
        if (metadata?.GetMetadata<NoLimitMetadata>() is not null || metadata?.GetMetadata<StaticAssetDescriptor>() is not null)
        {
            return next(http);
        }

        var who = metadata?.GetMetadata<SignInLimitMetadata>() is null
            ? callers.Of(http.User) ?? new(RateLimitKind.Address, AddressOf(http))
            : new Limited(RateLimitKind.SignIn, AddressOf(http));
        return limits.TryTake(who) is { } wait ? RefuseAsync(http, limits.LimitOf(who.Kind), wait) : next(http);
    }

    /// <summary>An IPv6 subscriber has a whole /64 to call from.</summary>
    private static string AddressOf(HttpContext http)
    {
        if (http.Connection.RemoteIpAddress is not { } address)
        {
            return "";
        }

        return address.AddressFamily is System.Net.Sockets.AddressFamily.InterNetworkV6 && !address.IsIPv4MappedToIPv6
            ? Convert.ToHexString(address.GetAddressBytes().AsSpan(0, 8))
            : address.MapToIPv4().ToString();
    }

    private static Task RefuseAsync(HttpContext http, RateLimit limit, TimeSpan wait)
    {
        var headers = http.Response.Headers;
        headers["RateLimit-Limit"] = limit.Burst.ToString();
        headers["RateLimit-Remaining"] = "0";
        headers["RateLimit-Reset"] = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString();
        return Problems.WriteAsync(http, Refusal.TooMany("rate.limited", "Too many requests. Slow down.", wait));
    }
}

/// <summary>Tells who a verified caller is, for limits; null for nobody.</summary>
internal interface ILimitedCallers
{
    Limited? Of(System.Security.Claims.ClaimsPrincipal user);
}

internal static class RateLimitSetup
{
    public static void AddRateLimits(this IServiceCollection services)
    {
        services.AddOptions<RateLimitOptions>()
            .BindConfiguration("RateLimits")
            .Validate(options => options.IsValid(), "RateLimits: PerSecond and Burst are whole numbers of at least 1.")
            .ValidateOnStart();
        services.AddSingleton<RateLimiting>();
    }

    public static void UseRateLimits(this WebApplication app) => app.UseMiddleware<RateLimitMiddleware>();
}
