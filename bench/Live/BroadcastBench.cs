using System.Globalization;

namespace LmsActors.Bench;

/// <summary>
/// Messages of 256 bytes to everybody in a room: how many deliveries one CPU second of the server makes when it is given as much as it
/// takes, beside a raw SignalR hub and socket.io, with the same driver in a process of its own; and what a delivery costs in rooms of
/// different sizes.
/// </summary>
internal static class BroadcastBench
{
    private const string Saturated = "window 64";
    private const string OneByOne = "window 1";
    private const int Runs = 3;
    private const double WarmCpuSeconds = 25;
    private const double DeliveriesPerSecond = 80_000;

    public static async Task RunAsync(BenchOptions options, Report report)
    {
        var sockets = options.Scale(2000);
        var seconds = options.IsQuick ? 2 : 6;
        var steady = string.Create(CultureInfo.InvariantCulture, $"rate {DeliveriesPerSecond / sockets}");
        var (ours, raw, node) = await BesideAsync(sockets, seconds, Saturated, steady);
        var name = $"broadcast to {sockets:N0} sockets, 64 messages under way: ";
        report.Add(name + "deliveries per server CPU second", ours[0].PerCpuSecond, "/s", "raw SignalR hub", raw[0].PerCpuSecond, "≥ 0.9 ×", ratio => ratio >= 0.9);
        report.Add(name + "deliveries per server CPU second", ours[0].PerCpuSecond, "/s", "socket.io", node[0].PerCpuSecond, "≥ 5 ×", ratio => ratio >= 5);
        AddTimes(report, name, ours[0], raw[0], node[0]);
        name = $"broadcast to {sockets:N0} sockets, {DeliveriesPerSecond:N0} deliveries a second: ";
        report.Add(name + "deliveries per server CPU second", ours[1].PerCpuSecond, "/s", "raw SignalR hub", raw[1].PerCpuSecond);
        report.Add(name + "deliveries per server CPU second", ours[1].PerCpuSecond, "/s", "socket.io", node[1].PerCpuSecond);
        AddTimes(report, name, ours[1], raw[1], node[1]);
        await FlatAsync(options, report, seconds);
    }

    private static void AddTimes(Report report, string name, Measured ours, Measured raw, Measured node)
    {
        foreach (var (peer, their) in new[] { ("raw SignalR hub", raw.Load), ("socket.io", node.Load) })
        {
            report.Add(name + "deliveries per second", ours.Load.Deliveries / ours.Load.Seconds, "/s", peer, their.Deliveries / their.Seconds);
            report.Add(name + "from posting to the last delivery, median", ours.Load.P50, "ms", peer, their.P50);
            report.Add(name + "from posting to the last delivery, 99 of 100", ours.Load.P99, "ms", peer, their.P99);
        }
    }

    /// <summary>What one more delivery costs, at each size of the room: CPU time less that of posting alone, per delivery.</summary>
    private static async Task FlatAsync(BenchOptions options, Report report, int seconds)
    {
        var sizes = new[] { 100, 1000, options.Scale(10_000) };
        var measured = new List<List<Measured>>();
        foreach (var sockets in sizes)
        {
            measured.Add(await OursAsync(sockets, seconds, Saturated, OneByOne));
        }

        foreach (var (load, name) in new[] { (0, "64 messages under way"), (1, "one message at a time") })
        {
            var costs = measured.Select(size => size[load].MicrosecondsPerDelivery).ToList();
            foreach (var (sockets, cost) in sizes.Zip(costs))
            {
                report.Add($"CPU time per delivery to {sockets:N0} sockets, {name}, posting not counted", cost, "µs");
            }

            var spread = costs.Max() / costs.Min();
            report.Add($"the dearest of these to the cheapest, {name}", spread, "×", load == 0 ? "≤ 1.2 ×" : "", load == 0 ? spread <= 1.2 : null);
        }
    }

    /// <summary>The three servers in turn, run by run, so that what else goes on in the machine meets all of them.</summary>
    private static async Task<(List<Measured> Ours, List<Measured> Raw, List<Measured> Node)> BesideAsync(int sockets, int seconds, params string[] loads)
    {
        using var ours = await BroadcastStage.OursAsync(sockets);
        using var raw = await BroadcastStage.OtherAsync("raw", Child.Self("serve-hub", "--urls=http://127.0.0.1:0"), sockets);
        using var node = await BroadcastStage.OtherAsync("socketio", SocketIo(), sockets);
        var measured = await MediansAsync(seconds, loads, ours, raw, node);
        return (measured[0], measured[1], measured[2]);
    }

    private static async Task<List<Measured>> OursAsync(int sockets, int seconds, params string[] loads)
    {
        using var stage = await BroadcastStage.OursAsync(sockets);
        var measured = (await MediansAsync(seconds, loads, stage))[0];
        await stage.LeaveAsync();
        var posting = (await MediansAsync(seconds, loads, stage))[0];
        return [.. measured.Zip(posting, (all, alone) => all with { Posting = alone.CpuPerMessage })];
    }

    /// <summary>For each stage, and each load, the run in the middle.</summary>
    private static async Task<List<List<Measured>>> MediansAsync(int seconds, string[] loads, params BroadcastStage[] stages)
    {
        foreach (var stage in stages)
        {
            await WarmUpAsync(stage, seconds);
        }

        var runs = new List<(BroadcastStage Stage, string Load, Measured Result)>();
        foreach (var load in loads.SelectMany(load => Enumerable.Repeat(load, Runs)))
        {
            foreach (var stage in stages)
            {
                runs.Add((stage, load, await MeasureAsync(stage, load, seconds)));
            }
        }

        return [.. stages.Select(stage => loads.Select(load => Median(stage, load)).ToList())];

        Measured Median(BroadcastStage stage, string load) => runs.Where(run => run.Stage == stage && run.Load == load)
            .Select(run => run.Result).OrderBy(result => result.CpuPerMessage).ElementAt(Runs / 2);
    }

    /// <summary>The runtime of a server compiles what is used much a second and a third time: until then, that costs more than the work.</summary>
    private static async Task WarmUpAsync(BroadcastStage stage, int seconds)
    {
        var begun = stage.Server.CpuSeconds;
        while (stage.Server.CpuSeconds - begun < WarmCpuSeconds)
        {
            await MeasureAsync(stage, Saturated, seconds);
        }
    }

    private static async Task<Measured> MeasureAsync(BroadcastStage stage, string load, int seconds)
    {
        var before = stage.Server.CpuSeconds;
        var result = await stage.RunAsync(load, seconds);
        return new(result, stage.Server.CpuSeconds - before);
    }

    private static Child SocketIo() => Child.Of(
        "node", Path.Combine(AppContext.BaseDirectory, "Live", "socketio.cjs"), Path.Combine(Repository.Root, "artifacts", "bench"));

    /// <param name="Posting">CPU seconds that a message costs the server when nobody is connected.</param>
    private readonly record struct Measured(LoadResult Load, double CpuSeconds, double Posting = 0)
    {
        public double PerCpuSecond => Load.Deliveries / CpuSeconds;

        public double CpuPerMessage => CpuSeconds / Load.Messages;

        public double MicrosecondsPerDelivery => (CpuSeconds - Posting * Load.Messages) / Load.Deliveries * 1e6;
    }
}
