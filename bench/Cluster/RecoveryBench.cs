using System.Diagnostics;
using LmsActors.Chat;

namespace LmsActors.Bench;

/// <summary>How long the first call to an actor takes after a start, by the size of what it has to read.</summary>
internal static class RecoveryBench
{
    private const int Callers = 256;
    private const int Runs = 5;

    /// <summary>For longer than actors stay in the registry of those that owe something.</summary>
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(20);

    public static async Task RunAsync(BenchOptions options, Report report)
    {
        using var folder = Repository.NewFolder();
        await RunAsync(options, report, "SQLite", [new("Storage:Path", folder.Path)]);
        if (BenchPostgres.IsInstalled)
        {
            await using var postgres = await BenchPostgres.StartAsync();
            await RunAsync(options, report, "PostgreSQL", await postgres.NewStorageAsync());
        }
    }

    private static async Task RunAsync(BenchOptions options, Report report, string storage, KeyValuePair<string, string?>[] settings)
    {
        int[] sizes = [1_000, 9_000, options.Scale(100_000)];
        await using (var silo = await BenchSilo.StartAsync(settings))
        {
            foreach (var size in sizes)
            {
                var room = await BenchRooms.CreateAsync(silo, $"of{size}");
                await Timing.CallAsync(Callers, size, _ => BenchRooms.PostAsync(silo, room));
            }

            await BenchRooms.CreateAsync(silo, "warm");
            await Task.Delay(Linger); // else the rooms would be woken by what they owe, before they are called
        }

        var milliseconds = sizes.ToDictionary(size => size, _ => new List<double>());
        for (var run = 0; run < Runs; run++)
        {
            await using var silo = await BenchSilo.StartAsync(settings);
            await ReadAsync(silo, "warm");
            foreach (var size in sizes)
            {
                var begun = Stopwatch.GetTimestamp();
                await ReadAsync(silo, $"of{size}");
                milliseconds[size].Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
            }
        }

        foreach (var size in sizes)
        {
            report.Add($"first call to a room that {size:N0} messages were posted to, after a start, {storage}", Timing.Median(milliseconds[size]), "ms");
        }
    }

    private static async Task ReadAsync(BenchSilo silo, string id)
    {
        var read = await silo.Grain<IRoomGrain>(id).ReadAsync(BenchSilo.Viewer("ann"));
        _ = read.Value ?? throw new InvalidOperationException(read.Refusal!.Code);
    }
}
