using System.Diagnostics;

namespace LmsActors.Bench;

/// <summary>Measures rates and waiting times.</summary>
internal static class Timing
{
    /// <summary>The middle of several runs.</summary>
    public static double Median(IEnumerable<double> runs)
    {
        var sorted = runs.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    /// <summary>The value that <paramref name="share"/> (0 to 1) of all do not exceed.</summary>
    public static double Percentile(IEnumerable<double> values, double share)
    {
        var sorted = values.Order().ToList();
        return sorted[(int)Math.Min(sorted.Count - 1, share * sorted.Count)];
    }

    /// <summary>
    /// Lets <paramref name="callers"/> callers make <paramref name="count"/> calls between them, each as soon as its last is answered;
    /// answers the calls per second and the milliseconds that each took.
    /// </summary>
    public static async Task<(double Rate, double[] Milliseconds)> CallAsync(int callers, int count, Func<int, Task> call)
    {
        var next = -1;
        var milliseconds = new double[count];
        async Task CallerAsync()
        {
            await Task.Yield();
            for (var i = Interlocked.Increment(ref next); i < count; i = Interlocked.Increment(ref next))
            {
                var begun = Stopwatch.GetTimestamp();
                await call(i);
                milliseconds[i] = Stopwatch.GetElapsedTime(begun).TotalMilliseconds;
            }
        }

        var start = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => CallerAsync()));
        return (count / Stopwatch.GetElapsedTime(start).TotalSeconds, milliseconds);
    }
}
