namespace LmsActors.Kernel;

/// <summary>The section <c>RateLimits</c> of the configuration: how fast one may go on, and how much at once.</summary>
internal sealed class RateLimitOptions
{
    public bool Enabled { get; set; } = true;

    /// <summary>A learner, over all connections.</summary>
    public RateLimit Learner { get; set; } = new(100, 300);

    /// <summary>An API key, whomever it acts for.</summary>
    public RateLimit ApiKey { get; set; } = new(20_000, 40_000);

    /// <summary>Those who are not signed in, by network address; a whole school may share one.</summary>
    public RateLimit Address { get; set; } = new(500, 2_000);

    /// <summary>Registering and signing in, by network address.</summary>
    public RateLimit SignIn { get; set; } = new(10, 100);

    public bool IsValid() => new[] { Learner, ApiKey, Address, SignIn }.All(limit => limit is { PerSecond: > 0, Burst: > 0 });
}

/// <summary>A token bucket: <paramref name="PerSecond"/> lasting, <paramref name="Burst"/> at once.</summary>
internal sealed record RateLimit(int PerSecond, int Burst)
{
    public RateLimit()
        : this(100, 300)
    {
    }

    public int PerSecond { get; set; } = PerSecond;

    public int Burst { get; set; } = Burst;
}
