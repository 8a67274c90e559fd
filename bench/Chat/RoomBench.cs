namespace LmsActors.Bench;

/// <summary>Durable posts, in one process: into one room, into a thousand, by one caller.</summary>
internal static class RoomBench
{
    private const int Callers = 256;
    private const int Runs = 3;

    public static async Task RunAsync(BenchOptions options, Report report)
    {
        await using var silo = await BenchSilo.StartAsync();
        var count = options.Scale(200_000);
        await OneRoomAsync(silo, options, report, count);
        await ManyRoomsAsync(silo, report, options.Scale(1000), count);
        await OneCallerAsync(silo, report, options.Scale(5_000));
    }

    private static async Task OneRoomAsync(BenchSilo silo, BenchOptions options, Report report, int count)
    {
        var room = await BenchRooms.CreateAsync(silo, "one");
        await Machine.WarmAsync(options, Machine.CpuSeconds, _ => Timing.CallAsync(Callers, count, _ => BenchRooms.PostAsync(silo, room)));
        var ours = new List<double>();
        var peers = new List<double>();
        var cpu = new List<double>();
        using var folder = Repository.NewFolder();
        for (var run = 0; run < Runs; run++)
        {
            using var meter = new StorageMeter();
            var before = Machine.CpuSeconds();
            ours.Add((await Timing.CallAsync(Callers, count, _ => BenchRooms.PostAsync(silo, room))).Rate);
            cpu.Add((Machine.CpuSeconds() - before) / count * 1e6);
            peers.Add(SqliteBulkWriter.Run(folder.Path, count, (int)(meter.Bytes / count), (int)Math.Max(1, count / meter.Commits)));
        }

        var (mine, bulk) = (Timing.Median(ours), Timing.Median(peers));
        report.Add($"durable posts into one room, {Callers} callers", mine, "/s", "≥ 40,000 /s", mine >= 40_000);
        report.Add("the same beside a bare SQLite bulk writer", mine, "/s", "SQLite", bulk, "≥ 0.6 ×", ratio => ratio >= 0.6);
        report.Add("CPU time of such a post, callers included", Timing.Median(cpu), "µs");
    }

    private static async Task ManyRoomsAsync(BenchSilo silo, Report report, int rooms, int count)
    {
        var all = await Task.WhenAll(Enumerable.Range(0, rooms).Select(i => BenchRooms.CreateAsync(silo, $"many{i}")));
        var ours = new List<double>();
        for (var run = 0; run <= Runs; run++)
        {
            var (rate, _) = await Timing.CallAsync(Callers, count / 2, i => BenchRooms.PostAsync(silo, all[i * 7919L % rooms]));
            if (run > 0)
            {
                ours.Add(rate);
            }
        }

        var median = Timing.Median(ours);
        report.Add($"durable posts into {rooms:N0} rooms, {Callers} callers", median, "/s", "≥ 25,000 /s", median >= 25_000);
    }

    private static async Task OneCallerAsync(BenchSilo silo, Report report, int count)
    {
        var room = await BenchRooms.CreateAsync(silo, "single");
        var (_, milliseconds) = await Timing.CallAsync(1, count, _ => BenchRooms.PostAsync(silo, room));
        var median = Timing.Median(milliseconds);
        report.Add("a durable post by one caller, p50", median, "ms", "≤ 0.7 ms", median <= 0.7);
        report.Add("a durable post by one caller, p99", Timing.Percentile(milliseconds, 0.99), "ms");
    }
}
