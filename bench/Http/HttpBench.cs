using System.Globalization;

namespace LmsActors.Bench;

/// <summary>Posting over HTTP beside an endpoint of the same server that only verifies who calls; the driver is another process.</summary>
internal static class HttpBench
{
    private const int Connections = 64;
    private const int Runs = 3;

    public static async Task RunAsync(BenchOptions options, Report report)
    {
        using var folder = Repository.NewFolder();
        var (server, url) = await BenchServer.StartAsync(folder.Path);
        using var process = server;
        using var client = new BenchClient(url);
        var learner = await client.RegisterAsync("driver");
        var room = await client.RoomAsync(learner, "Benchmark");
        var seconds = options.Scale(50) / 10.0;

        await Machine.WarmAsync(options, () => process.CpuSeconds, _ => DriveAsync(url, learner, $"rooms/{room}/messages", seconds));
        await Machine.WarmAsync(options, () => process.CpuSeconds, _ => DriveAsync(url, learner, "nothing", seconds));
        var (ours, nothing) = (new List<double>(), new List<double>());
        for (var run = 0; run < Runs; run++)
        {
            ours.Add(await DriveAsync(url, learner, $"rooms/{room}/messages", seconds));
            nothing.Add(await DriveAsync(url, learner, "nothing", seconds));
        }

        report.Add(
            $"POST …/messages over HTTP, {Connections} connections",
            Timing.Median(ours),
            "/s",
            "an authenticated POST that does nothing",
            Timing.Median(nothing),
            "≥ 0.5 ×",
            ratio => ratio >= 0.5);
    }

    private static async Task<double> DriveAsync(string url, string learner, string path, double seconds)
    {
        using var driver = Child.Self(
            "drive-http", url, learner, path, Connections.ToString(CultureInfo.InvariantCulture), seconds.ToString(CultureInfo.InvariantCulture));
        return double.Parse(await driver.ExpectAsync("rate"), CultureInfo.InvariantCulture);
    }
}
