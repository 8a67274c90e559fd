namespace LmsActors.Bench;

/// <summary>What was asked for on the command line.</summary>
/// <param name="Only">The benchmarks to run; empty means all.</param>
/// <param name="IsQuick">A tenth of the work: to see that it runs, not to believe the figures.</param>
/// <param name="Graph">A follows file (lines of two numbers, gzip); null takes a synthetic graph of the same size.</param>
internal sealed record BenchOptions(IReadOnlyList<string> Only, bool IsQuick, string? Graph)
{
    public const string Usage = "Usage: LmsActors.Bench [--only NAME,NAME…] [--quick] [--graph FILE]";

    /// <summary>Null when there is something that is no option.</summary>
    public static BenchOptions? Parse(string[] args)
    {
        var known = args.Where((arg, i) => arg is "--quick" or "--only" or "--graph" || (i > 0 && args[i - 1] is "--only" or "--graph"));
        if (known.Count() < args.Length)
        {
            return null;
        }

        var graph = Value(args, "--graph") ?? (Environment.GetEnvironmentVariable("BENCH_GRAPH") is { Length: > 0 } named ? named : null);
        return new(Value(args, "--only")?.Split(',') ?? [], args.Contains("--quick"), graph);
    }

    /// <summary>The amount of work, less when it is to be quick.</summary>
    public int Scale(int full) => IsQuick ? Math.Max(1, full / 10) : full;

    private static string? Value(string[] args, string name)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
    }
}

/// <summary>All benchmarks, each beside its peer, one after the other.</summary>
internal static class BenchRun
{
    private static readonly (string Name, Func<BenchOptions, Report, Task> Run)[] All =
    [
        ("rooms", RoomBench.RunAsync),
        ("postgres", PostgresBench.RunAsync),
        ("azure", AzureBench.RunAsync),
        ("http", HttpBench.RunAsync),
        ("broadcast", BroadcastBench.RunAsync),
        ("feeds", FanOutBench.RunAsync),
        ("stars", StarBench.RunAsync),
        ("boards", BoardBench.RunAsync),
        ("footprint", FootprintBench.RunAsync),
        ("recovery", RecoveryBench.RunAsync),
        ("silos", SilosBench.RunAsync),
    ];

    public static async Task<int> RunAsync(string[] args)
    {
        if (BenchOptions.Parse(args) is not { } options)
        {
            await Console.Error.WriteLineAsync($"{BenchOptions.Usage}\nNAME is one of {string.Join(", ", All.Select(bench => bench.Name))}; bench/README.md tells what they are.");
            return 2;
        }

        if (options.Only.FirstOrDefault(name => All.All(bench => bench.Name != name)) is { } unknown)
        {
            await Console.Error.WriteLineAsync($"There is no benchmark '{unknown}'. There are: {string.Join(", ", All.Select(bench => bench.Name))}.");
            return 2;
        }

        var report = new Report();
        foreach (var (name, run) in All.Where(bench => options.Only.Count == 0 || options.Only.Contains(bench.Name)))
        {
            Console.WriteLine($"== {name}");
            await run(options, report);
        }

        report.Write(args, TimeProvider.System.GetUtcNow(), isComplete: options is { Only.Count: 0, IsQuick: false });
        return report.Rows.Any(row => row.IsMet == false) ? 1 : 0;
    }
}
