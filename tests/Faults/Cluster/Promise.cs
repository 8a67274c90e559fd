namespace LmsActors.Faults;

/// <summary>
/// The limits in seconds of what is promised. The long forms, one after the other on a machine that does nothing else, hold them to
/// the letter. Elsewhere time tells as much of the machine as of the product: the short forms print it, and fail only where
/// something seems not to end.
/// </summary>
internal static class Promise
{
    private const double OnAnyMachine = 60;

    /// <summary>Whether the long forms run (<c>./test.sh --full</c>).</summary>
    public static bool IsFull { get; } = Environment.GetEnvironmentVariable("LMSACTORS_FULL") == "1";

    /// <summary>What a test allows where so many seconds are promised.</summary>
    public static double Within(double seconds) => IsFull ? seconds : seconds + OnAnyMachine;

    /// <summary>What a test allows where so much time is promised.</summary>
    public static TimeSpan Within(TimeSpan promised) => TimeSpan.FromSeconds(Within(promised.TotalSeconds));
}
