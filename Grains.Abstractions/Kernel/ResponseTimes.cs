namespace LmsActors.Kernel;

/// <summary>
/// How long a call to an actor of a cluster may go without an answer. A silo that dies takes calls with it that nobody misses (those that it
/// was to hand on, for instance): this alone ends them, and only then can whatever waits for them end or go on.
/// </summary>
public static class ResponseTimes
{
    /// <summary>As long as it takes until a silo that was killed is known as dead.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromSeconds(10);

    /// <summary>For calls that carry, read or rewrite much: <c>[ResponseTimeout(ResponseTimes.Bulk)]</c>.</summary>
    public const string Bulk = "00:01:00";
}
