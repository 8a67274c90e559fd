using System.Diagnostics;
using LmsActors.Storage;

namespace LmsActors.Faults;

/// <summary>A cluster under load, to which something happens; then the clients' history is held against what the cluster says.</summary>
internal sealed class ClusterRun : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lms-cluster-").FullName;
    private readonly int _seed = int.TryParse(Environment.GetEnvironmentVariable("LMS_SEED"), out var given) ? given : Random.Shared.Next();
    private readonly ITestOutputHelper _output;
    private LoadProcess? _load;
    private LoadSummary _before = LoadSummary.None;

    private ClusterRun(ITestOutputHelper output, PostgresServer database, string connection, ClusterShape shape)
    {
        _output = output;
        _output.WriteLine($"LMS_SEED={_seed}");
        Random = new(_seed);
        Database = database;
        Connection = connection;
        Network = shape.HasNetwork ? new(database.Socket) : null;
        Cluster = new(connection, _folder, shape, Network);
    }

    public Random Random { get; }

    public PostgresServer Database { get; }

    /// <summary>The database of the cluster, by no way that could be cut.</summary>
    public string Connection { get; }

    public ClusterProcesses Cluster { get; }

    /// <summary>What lies between the silos and to their storage, if the shape asked for it.</summary>
    public ClusterNetwork? Network { get; }

    private string History => Path.Combine(_folder, "history.jsonl");

    /// <summary>Starts all of it; answers when the load has begun.</summary>
    /// <param name="output">Where to tell what happens.</param>
    /// <param name="shape">What the cluster is made of; null for what is usual.</param>
    /// <param name="folder">Where the database lies; null for any place.</param>
    public static async Task<ClusterRun> StartAsync(ITestOutputHelper output, ClusterShape? shape = null, string? folder = null)
    {
        var database = new PostgresServer();
        await database.InitializeAsync();
        var run = new ClusterRun(output, database, await database.NewDatabaseAsync(isEmpty: true, folder), shape ?? ClusterShape.Usual);
        try
        {
            await run.Cluster.StartAsync();
            run._load = new(run.Cluster.Urls, run._seed, run.History, shape?.IsBalanced == true);
            await run._load.BegunAsync();
            return run;
        }
        catch
        {
            await run.DisposeAsync();
            throw;
        }
    }

    /// <summary>Lets some time of undisturbed load pass.</summary>
    public Task WorkAsync(double leastSeconds, double mostSeconds) =>
        Task.Delay(TimeSpan.FromSeconds(leastSeconds + Random.NextDouble() * (mostSeconds - leastSeconds)), CancellationToken.None);

    /// <summary>Lets load pass until it is so long since then.</summary>
    public static async Task WorkUntilAsync(long since, TimeSpan atLeast)
    {
        if (atLeast - Stopwatch.GetElapsedTime(since) is { Ticks: > 0 } left)
        {
            await Task.Delay(left, CancellationToken.None);
        }
    }

    /// <summary>What the load was like since the last mark.</summary>
    public async Task<LoadSummary> MarkAsync()
    {
        var phase = await _load!.MarkAsync();
        _before = _before.With(phase);
        return phase;
    }

    /// <summary>Waits until a second passes in which nobody has to repeat anything; answers how many seconds later that began.</summary>
    public async Task<double> NormalAfterAsync(TimeSpan atMost)
    {
        var begun = Stopwatch.GetTimestamp();
        while (true)
        {
            var after = Stopwatch.GetElapsedTime(begun);
            await MarkAsync();
            await Task.Delay(TimeSpan.FromSeconds(1), CancellationToken.None);
            var second = await MarkAsync();
            if (second is { Retries: 0, Ok: > 0, FailedReads: 0 })
            {
                return after.TotalSeconds;
            }

            Assert.True(after < atMost, $"LMS_SEED={_seed}: it was not as before after {atMost.TotalSeconds:0} s: {second}; {second.Trouble}\n{Cluster.Output}");
        }
    }

    public void Say(string what) => _output.WriteLine(what);

    /// <summary>Ends the load and judges: nothing acknowledged is lost or doubled, order is kept, subscribers have all, nobody saw what is not theirs.</summary>
    /// <param name="longestWait">How long the least lucky operation may take, in seconds, with all its repetitions.</param>
    public async Task<LoadSummary> EndAsync(double longestWait)
    {
        var (last, hasCaughtUp) = await _load!.EndAsync();
        var summary = _before.With(last);
        Say(summary.ToString());
        var violations = await JudgeAsync();
        Assert.True(violations.Count == 0, $"{Cluster.Output}\nLMS_SEED={_seed}: {violations.Count} violations\n{string.Join('\n', violations.Take(20))}");
        Assert.True(hasCaughtUp, $"LMS_SEED={_seed}: not every subscriber caught up in time.");
        Assert.True(summary.Ok > 300, $"Too little was done to prove anything: {summary}.");
        Assert.True(summary.LongestWait <= longestWait, $"LMS_SEED={_seed}: somebody waited {summary.LongestWait:0.0} s.\n{Cluster.Output}");
        return summary;
    }

    private async Task<IReadOnlyList<Violation>> JudgeAsync()
    {
        try
        {
            return await HistoryJudge.JudgeAsync(Cluster.Urls, History);
        }
        catch (InvalidOperationException failure)
        {
            throw new InvalidOperationException($"LMS_SEED={_seed}: what the cluster holds could not be read.\n{Cluster.Output}", failure);
        }
    }

    public ValueTask DisposeAsync()
    {
        _load?.Dispose();
        Cluster.Dispose();
        Network?.Dispose();
        Database.Dispose();
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
