namespace LmsActors.Kernel;

/// <summary>
/// How long a call to an actor of a cluster may go without an answer. A silo that dies takes calls with it that nobody misses (those that it
/// was to hand on, for instance): this alone ends them, and only then can whatever waits for them end or go on.
/// </summary>
public static class ResponseTimes
{
    /// <summary>Nobody shall wait longer than five seconds for an error; usual calls take that long only when the storage is slow beyond use.</summary>
    public static readonly TimeSpan Usual = TimeSpan.FromSeconds(4.5);

    /// <summary>For calls that carry, read or rewrite much: <c>[ResponseTimeout(ResponseTimes.Bulk)]</c>.</summary>
    public const string Bulk = "00:01:00";
}
