using System.Diagnostics;

namespace LmsActors.Bench;

/// <summary>
/// Posts of people on a follow graph into the feeds of all of their followers, who are all here; beside Redis lists. Redis gets ids
/// alone, so that what it is measured beside is the fan-out of ids: from the author's journal, where each is made durable, into the feeds.
/// Publishing as a whole (the post with its text, its right, its own log) stands beside it as a figure of its own.
/// </summary>
internal static class FanOutBench
{
    private const int Callers = 256;

    /// <summary>The peer's commands for so many fit into memory.</summary>
    private const long MostEntries = 8_000_000;

    public static async Task RunAsync(BenchOptions options, Report report)
    {
        var graph = FollowGraph.Read(options.Graph, options.IsQuick ? 0.1 : 1);
        var authors = graph.AuthorsByReach(options.Scale(30_000), MostEntries, new Random(7));
        var entries = authors.Sum(author => (long)graph.FollowerCounts[author]);
        await using var silo = await BenchSilo.StartAsync();
        await FeedStage.FollowAsync(silo, graph.Following);
        await FeedStage.ArriveAsync(silo, [.. graph.Following.Keys]);
        await Machine.WarmAsync(options, Machine.CpuSeconds, round =>
            TimeAsync(silo, graph, authors, $"warm{round}x", (i, id) => FeedStage.EnterAsync(silo, authors[i], id), authors.Length));
        var (fanning, _) = await TimeAsync(silo, graph, authors, "ref", (i, id) => FeedStage.EnterAsync(silo, authors[i], id), authors.Length);
        var (publishing, posts) = await TimeAsync(silo, graph, authors, "post", (i, id) => FeedStage.PublishAsync(silo, authors[i], id), authors.Length);
        var redis = await RedisPeer.RunAsync(graph, authors);
        report.Add(
            $"feed entries on {graph.Name}, {graph.Following.Count:N0} followers here",
            entries / fanning, "/s", "Redis LPUSH + LTRIM, pipelined", redis, "≥ 5 ×", ratio => ratio >= 5);
        report.Add("posts published as a whole, by the same authors", posts, "/s");
        report.Add("feed entries that these make", entries / publishing, "/s", "Redis LPUSH + LTRIM, pipelined", redis);
    }

    /// <summary>From the first post until the last ones are in the feeds that they belong in; and how many a second were acknowledged.</summary>
    private static async Task<(double Seconds, double PerSecond)> TimeAsync(
        BenchSilo silo, FollowGraph graph, int[] authors, string name, Func<int, string, Task> publish, int count)
    {
        var begun = Stopwatch.GetTimestamp();
        var (rate, _) = await Timing.CallAsync(Callers, count, i => publish(i, $"{name}{i}"));

        // A journal's changes arrive in order, and all journals' by one way: when these are there, so is what came before.
        foreach (var author in authors.TakeLast(20))
        {
            var last = await FeedStage.PublishAsync(silo, author, $"{name}-last-{author}-{Stopwatch.GetTimestamp()}");
            await FeedStage.ArrivedAsync(silo, graph.Following.First(pair => pair.Value.Contains(author)).Key, last);
        }

        return (Stopwatch.GetElapsedTime(begun).TotalSeconds, rate);
    }
}
