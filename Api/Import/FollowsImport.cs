using System.Globalization;

namespace LmsActors.Import;

/// <summary>What <c>import follows</c> did.</summary>
internal sealed record FollowsImportCounts(long Records, long Duplicates, long Follows, int Learners, long Dirty, long NewFollows, long NewLearners)
{
    public double Seconds { get; init; }
}

/// <summary>Fills a target with the people of a follows file and whom they follow. There are no names in it: a learner is called as its number.</summary>
internal sealed class FollowsImport(IImportTarget target, IImportProgress progress, TimeProvider time)
{
    private const int LearnersAtOnce = 2_000;
    private const int FollowersAtOnce = 500;

    /// <exception cref="ImportSourceException">The source cannot be read, or was not taken.</exception>
    public async Task<FollowsImportCounts> RunAsync(string path, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        var graph = await FollowGraph.LoadAsync(path, cancellation);
        foreach (var dirty in graph.DirtyRows)
        {
            progress.Report(dirty);
        }

        progress.Say($"{graph.People:N0} learners, {graph.Follows:N0} follows");
        var newLearners = await PutLearnersAsync(graph, cancellation);
        var newFollows = await PutFollowsAsync(graph, cancellation);
        progress.Say("waiting until all figures are in");
        await target.SettleAsync(cancellation);
        return new(
            graph.Records, graph.Records - graph.Follows, graph.Follows, graph.People, graph.DirtyRows.Count, newFollows, newLearners)
        {
            Seconds = Math.Round(time.GetElapsedTime(start).TotalSeconds, 2),
        };
    }

    private async Task<long> PutLearnersAsync(FollowGraph graph, CancellationToken cancellation)
    {
        var made = 0L;
        var people = graph.ByFollower().Select(group => group.Person).Union(graph.ByFollowed().Select(group => group.Person));
        foreach (var some in people.Select(person => new ImportLearner(Learner(person), Number(person))).Chunk(LearnersAtOnce))
        {
            made += (await target.PutLearnersAsync(some, cancellation)).New;
            progress.Advance(some.Length);
        }

        return made;
    }

    private async Task<long> PutFollowsAsync(FollowGraph graph, CancellationToken cancellation)
    {
        var made = 0L;
        var follows = graph.ByFollower().Select(group => new ImportFollows(Learner(group.Person), [.. group.Others.Select(Learner)]));
        foreach (var some in follows.Chunk(FollowersAtOnce))
        {
            made += await target.PutFollowsAsync(some, cancellation);
            progress.Advance(some.Sum(one => one.Followed.Count));
        }

        return made;
    }

    private static string Learner(long person) => $"follows:{Number(person)}";

    private static string Number(long person) => person.ToString(CultureInfo.InvariantCulture);
}
