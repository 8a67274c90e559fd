using System.Diagnostics;
using System.Globalization;
using LmsActors.Profiles;

namespace LmsActors.Bench;

/// <summary>What the idle cost, and how long a start takes.</summary>
internal static class FootprintBench
{
    public static async Task RunAsync(BenchOptions options, Report report)
    {
        await GrainsAsync(report, options.Scale(20_000));
        await ConnectionsAsync(report, options.Scale(5_000));
        await StartAsync(report);
    }

    private static async Task GrainsAsync(Report report, int count)
    {
        await using var silo = await BenchSilo.StartAsync();
        await CreateAsync(silo, "warm", 2000);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        await CreateAsync(silo, "idle", count);
        var bytes = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)count;
        report.Add("memory of an idle learner (profile actor, live)", bytes, "bytes");
    }

    private static Task CreateAsync(BenchSilo silo, string prefix, int count) => Timing.CallAsync(64, count, async i =>
    {
        var created = await silo.Grain<IProfileGrain>(prefix + i).CreateAsync(new("Learner " + i, "employees"));
        if (created.Refusal is { } refusal)
        {
            throw new InvalidOperationException(refusal.Code);
        }
    });

    private static async Task ConnectionsAsync(Report report, int sockets)
    {
        using var folder = Repository.NewFolder();
        var (server, url) = await BenchServer.StartAsync(folder.Path);
        using var process = server;
        using var client = new BenchClient(url);
        var learner = await client.RegisterAsync("driver");
        var room = await client.RoomAsync(learner, "Benchmark");
        using var warm = await ConnectAsync(url, room, 500, learner);
        var before = Machine.ResidentBytes(server.Id);
        using var idle = await ConnectAsync(url, room, sockets, learner);
        var bytes = (Machine.ResidentBytes(server.Id) - before) / (double)sockets;
        report.Add($"memory of an idle connection that follows a room ({sockets:N0} connected, resident)", bytes, "bytes");
    }

    private static async Task<Child> ConnectAsync(string url, string room, int sockets, string learner)
    {
        var driver = Child.Self("drive-sockets", "ours", url, room, sockets.ToString(CultureInfo.InvariantCulture), learner);
        await driver.ExpectAsync("connected");
        return driver;
    }

    /// <summary>The product itself, from the start of its process until <c>/health/ready</c> says yes, with an empty data folder.</summary>
    private static async Task StartAsync(Report report)
    {
        var runs = new List<double>();
        for (var run = 0; run < 5; run++)
        {
            runs.Add(await StartOnceAsync());
        }

        report.Add("start with an empty data folder, until ready", Timing.Median(runs), "s");
    }

    private static async Task<double> StartOnceAsync()
    {
        using var folder = Repository.NewFolder();
        using var http = new HttpClient();
        var port = RedisPeer.FreePort();
        var assembly = Path.Combine(Repository.Root, "Api", "bin", "Release", "net10.0", "LmsActors.Api.dll");
        var begun = Stopwatch.GetTimestamp();
        using var server = Child.Of("dotnet", [("Storage__Path", folder.Path)], assembly, $"--urls=http://127.0.0.1:{port}");
        while (!await IsReadyAsync(http, port))
        {
            await Task.Delay(5);
        }

        return Stopwatch.GetElapsedTime(begun).TotalSeconds;
    }

    private static async Task<bool> IsReadyAsync(HttpClient http, int port)
    {
        try
        {
            using var response = await http.GetAsync($"http://127.0.0.1:{port}/health/ready");
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }
}
