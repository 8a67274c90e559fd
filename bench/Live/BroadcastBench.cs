using System.Globalization;

namespace LmsActors.Bench;

/// <summary>
/// Messages of 256 bytes to everybody in a room, over 80,000 deliveries a second: how many deliveries one CPU second of the server
/// makes, beside a raw SignalR hub and socket.io, with the same driver in a process of its own.
/// </summary>
internal static class BroadcastBench
{
    private const int Runs = 3;
    private const double DeliveriesPerSecond = 80_000;

    public static async Task RunAsync(BenchOptions options, Report report)
    {
        var sockets = options.Scale(2000);
        var seconds = options.IsQuick ? 2 : 8;
        var ours = await OursAsync(sockets, seconds);
        var raw = await OthersAsync("raw", Child.Self("serve-hub", "--urls=http://127.0.0.1:0"), sockets, seconds);
        var node = await OthersAsync("socketio", SocketIo(), sockets, seconds);
        var name = $"broadcast to {sockets:N0} sockets: deliveries per server CPU second";
        report.Add(name, ours.PerCpuSecond, "/s", "raw SignalR hub", raw.PerCpuSecond, "≥ 0.9 ×", ratio => ratio >= 0.9);
        report.Add(name, ours.PerCpuSecond, "/s", "socket.io", node.PerCpuSecond, "≥ 5 ×", ratio => ratio >= 5);
        await FlatAsync(options, report, seconds);
    }

    /// <summary>What one more delivery costs, at each size of the room: CPU time less that of posting alone, per delivery.</summary>
    private static async Task FlatAsync(BenchOptions options, Report report, int seconds)
    {
        var costs = new List<double>();
        foreach (var sockets in new[] { 100, 1000, options.Scale(10_000) })
        {
            var measured = await OursAsync(sockets, seconds);
            costs.Add(measured.MicrosecondsPerDelivery);
            report.Add($"CPU time per delivery to {sockets:N0} sockets, posting not counted", measured.MicrosecondsPerDelivery, "µs");
        }

        var spread = costs.Max() / costs.Min();
        report.Add("the dearest of these to the cheapest", spread, "×", "≤ 1.2 ×", spread <= 1.2);
    }

    private static async Task<Measured> OursAsync(int sockets, int seconds)
    {
        using var folder = Repository.NewFolder();
        var (server, url) = await BenchServer.StartAsync(folder.Path);
        using var process = server;
        using var client = new BenchClient(url);
        var learner = await client.RegisterAsync("driver");
        var room = await client.RoomAsync(learner, "Benchmark");
        using var idle = await ConnectAsync("ours", url, room, 0, learner);
        var rate = DeliveriesPerSecond / sockets;
        await MeasureAsync(idle, server, rate, seconds);
        var posting = (await MeasureAsync(idle, server, rate, seconds)).CpuPerMessage;
        using var driver = await ConnectAsync("ours", url, room, sockets, learner);
        return await MedianAsync(driver, server, rate, seconds, posting);
    }

    private static async Task<Measured> OthersAsync(string kind, Child server, int sockets, int seconds)
    {
        using var process = server;
        var url = await server.ExpectAsync("ready");
        using var driver = await ConnectAsync(kind, url, "room", sockets, "driver");
        return await MedianAsync(driver, server, DeliveriesPerSecond / sockets, seconds, posting: 0);
    }

    private static async Task<Measured> MedianAsync(Child driver, Child server, double rate, int seconds, double posting)
    {
        await MeasureAsync(driver, server, rate, seconds);
        var runs = new List<Measured>();
        for (var run = 0; run < Runs; run++)
        {
            runs.Add(await MeasureAsync(driver, server, rate, seconds) with { Posting = posting });
        }

        return runs.OrderBy(one => one.PerCpuSecond).ElementAt(Runs / 2);
    }

    private static async Task<Measured> MeasureAsync(Child driver, Child server, double rate, int seconds)
    {
        var before = server.CpuSeconds;
        await driver.SayAsync(string.Create(CultureInfo.InvariantCulture, $"{rate} {seconds}"));
        var words = (await driver.ExpectAsync("delivered")).Split(' ');
        return new(long.Parse(words[0], CultureInfo.InvariantCulture), int.Parse(words[1], CultureInfo.InvariantCulture), server.CpuSeconds - before);
    }

    private static async Task<Child> ConnectAsync(string kind, string url, string room, int sockets, string learner)
    {
        var driver = Child.Self("drive-sockets", kind, url, room, sockets.ToString(CultureInfo.InvariantCulture), learner);
        await driver.ExpectAsync("connected");
        return driver;
    }

    private static Child SocketIo() => Child.Of(
        "node", Path.Combine(AppContext.BaseDirectory, "Live", "socketio.cjs"), Path.Combine(Repository.Root, "artifacts", "bench"));

    /// <param name="Posting">CPU seconds that a message costs the server when nobody is connected.</param>
    private readonly record struct Measured(long Deliveries, int Messages, double CpuSeconds, double Posting = 0)
    {
        public double PerCpuSecond => Deliveries / CpuSeconds;

        public double CpuPerMessage => CpuSeconds / Messages;

        public double MicrosecondsPerDelivery => (CpuSeconds - Posting * Messages) / Deliveries * 1e6;
    }
}
