using System.Diagnostics;
using LmsActors.Connections;

namespace LmsActors.Bench;

/// <summary>Publishing by someone with a million followers beside someone with a thousand; and reading a home feed of 200 follows.</summary>
internal static class StarBench
{
    private const int Star = 1;
    private const int Small = 2;
    private const int Reader = 3;
    private const int FirstFollower = 10_000;
    private const int Follows = 200;

    public static async Task RunAsync(BenchOptions options, Report report)
    {
        await using var silo = await BenchSilo.StartAsync();
        await PublishingAsync(silo, options, report);
        await ReadingAsync(silo, options, report);
    }

    private static async Task PublishingAsync(BenchSilo silo, BenchOptions options, Report report)
    {
        var million = options.Scale(1_000_000);
        var here = options.Scale(20_000);
        var stars = Enumerable.Range(FirstFollower, here).ToDictionary(i => i, _ => new List<int> { Star });
        var smalls = Enumerable.Range(FirstFollower + here, 1000).ToDictionary(i => i, _ => new List<int> { Small });
        await FeedStage.FollowAsync(silo, stars);
        await FeedStage.FollowAsync(silo, smalls);
        await HearAsync(silo, million - here);
        await FeedStage.ArriveAsync(silo, [.. stars.Keys, .. smalls.Keys]);
        var (large, small) = (new List<double>(), new List<double>());
        var posts = options.Scale(4000);
        await Machine.WarmAsync(options, Machine.CpuSeconds, round => CostAsync(silo, Small, FirstFollower + here, posts, $"warm{round}x"));
        for (var run = 0; run < 3; run++)
        {
            large.Add(await CostAsync(silo, Star, FirstFollower, posts, $"star{run}x"));
            small.Add(await CostAsync(silo, Small, FirstFollower + here, posts, $"small{run}x"));
        }

        var count = await silo.Grain<IFollowersGrain>(FeedStage.Id(Star)).CountAsync();
        var (ours, peers) = (Timing.Median(large), Timing.Median(small));
        report.Add($"CPU time of publishing to {count:N0} followers, {here:N0} of them here", ours, "µs", "to 1,000, all here", peers, "≤ 1.2 ×", ratio => ratio <= 1.2);
    }

    /// <summary>Followers who are not here are told to the follower shards as their own outboxes would tell them.</summary>
    private static async Task HearAsync(BenchSilo silo, int count)
    {
        var sink = silo.Grain<IFollowersSink>(FeedStage.Id(Star));
        await Timing.CallAsync(1024, count, i => sink.HearAsync($"absent{i}", FollowSet.Stamp(1, true)));
    }

    /// <summary>Microseconds of this process's CPU time per post, until the last one is in a follower's feed.</summary>
    private static async Task<double> CostAsync(BenchSilo silo, int author, int follower, int posts, string prefix)
    {
        var before = Machine.CpuSeconds();
        await Timing.CallAsync(64, posts, i => FeedStage.PublishAsync(silo, author, $"{prefix}{i}"));
        await FeedStage.PublishAsync(silo, author, prefix + "last");
        await FeedStage.ArrivedAsync(silo, follower, prefix + "last");
        return (Machine.CpuSeconds() - before) / posts * 1e6;
    }

    private static async Task ReadingAsync(BenchSilo silo, BenchOptions options, Report report)
    {
        var authors = Enumerable.Range(100, Follows).ToList();
        await FeedStage.FollowAsync(silo, new Dictionary<int, List<int>> { [Reader] = authors });
        await Timing.CallAsync(64, Follows * 10, i => FeedStage.PublishAsync(silo, authors[i % Follows], $"read{i}"));
        await Timing.CallAsync(1, 200, _ => FeedStage.ReadAsync(silo, Reader, 50));
        var begun = Stopwatch.GetTimestamp();
        var (_, milliseconds) = await Timing.CallAsync(1, options.Scale(5000), _ => FeedStage.ReadAsync(silo, Reader, 50));
        var p99 = Timing.Percentile(milliseconds, 0.99);
        report.Add($"reading 50 posts of a home feed of {Follows} follows, warm, p50", Timing.Median(milliseconds), "ms");
        report.Add($"the same, p99 of {milliseconds.Length:N0} in {Stopwatch.GetElapsedTime(begun).TotalSeconds:0.0} s", p99, "ms", "≤ 10 ms", p99 <= 10);
    }
}
