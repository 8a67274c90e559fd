namespace LmsActors.Faults;

/// <summary>More of the same: more kills, longer outages, more clocks. <c>./test.sh --full</c> asks for them.</summary>
internal static class LongForms
{
    public static bool AreWanted { get; } = Environment.GetEnvironmentVariable("LMSACTORS_FULL") == "1";
}
