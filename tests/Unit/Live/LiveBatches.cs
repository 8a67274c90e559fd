namespace LmsActors.Live;

/// <summary>Batches of events whose data is their number, and people who watch them.</summary>
internal static class LiveBatches
{
    /// <summary>The events (<paramref name="after"/>, <paramref name="through"/>], all done by <paramref name="actor"/>.</summary>
    public static LiveBatch Batch(long after, long through, string? actor = null, int size = 0) => new(
        1, after, through, [.. Sequences(after, through).Select(n => new LiveEvent(n, DateTimeOffset.UnixEpoch, "happened", Data(size), actor))]);

    public static IEnumerable<long> Sequences(long after, long through) => Enumerable.Range(1, (int)(through - after)).Select(i => after + i);

    public static Viewer Viewer(params string[] hidden) => new("t", "ann", "Ann", "employees", false, [.. hidden]);

    private static byte[] Data(int size) => [.. "{\"x\":\""u8, .. Enumerable.Repeat((byte)'x', size), .. "\"}"u8];
}
