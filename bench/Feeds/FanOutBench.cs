using System.Diagnostics;

namespace LmsActors.Bench;

/// <summary>Posts of people on a follow graph into the feeds of all of their followers, who are all here; beside Redis lists.</summary>
internal static class FanOutBench
{
    private const int Callers = 256;

    public static async Task RunAsync(BenchOptions options, Report report)
    {
        var graph = FollowGraph.Read(options.Graph, options.IsQuick ? 0.1 : 1);
        var authors = graph.AuthorsByReach(options.Scale(30_000), new Random(7));
        var entries = authors.Sum(author => (long)graph.FollowerCounts[author]);
        await using var silo = await BenchSilo.StartAsync();
        await FeedStage.FollowAsync(silo, graph.Following);
        await FeedStage.ArriveAsync(silo, [.. graph.Following.Keys]);
        var (seconds, posts) = await PublishAsync(silo, graph, authors);
        var redis = await RedisPeer.RunAsync(graph, authors);
        report.Add($"posts published on {graph.Name}, {graph.Following.Count:N0} followers here", posts, "/s");
        report.Add("feed entries that these make", entries / seconds, "/s", "Redis LPUSH + LTRIM, pipelined", redis, "≥ 5 ×", ratio => ratio >= 5);
    }

    /// <summary>From the first post until the last ones are in the feeds that they belong in.</summary>
    private static async Task<(double Seconds, double PostsPerSecond)> PublishAsync(BenchSilo silo, FollowGraph graph, int[] authors)
    {
        await Timing.CallAsync(Callers, 1000, i => FeedStage.PublishAsync(silo, authors[i], $"warm{i}"));
        var begun = Stopwatch.GetTimestamp();
        var (rate, _) = await Timing.CallAsync(Callers, authors.Length, i => FeedStage.PublishAsync(silo, authors[i], $"post{i}"));
        for (var i = authors.Length - 20; i < authors.Length; i++)
        {
            var follower = graph.Following.First(pair => pair.Value.Contains(authors[i])).Key;
            await FeedStage.ArrivedAsync(silo, follower, $"post{i}");
        }

        return (Stopwatch.GetElapsedTime(begun).TotalSeconds, rate);
    }
}
