using System.Diagnostics;

namespace LmsActors.Faults;

/// <summary>
/// A cluster is upgraded, silo by silo, from the version before this one to this one and back, while it is worked with. Clients come by way
/// of a load balancer that asks the API silos every second whether they are ready.
/// </summary>
[Collection(WholeClusters.Name)]
public sealed class RollingUpgradeTests(ITestOutputHelper output)
{
    private const double MostFailed = 0.001;
    private static readonly int Rounds = LongForms.AreWanted ? 4 : 1;

    /// <summary>Failed is every request that a client had to repeat: the connection was refused or broke, or the answer was of the kind 5xx.</summary>
    [Fact]
    public async Task Upgrade_AndBackUnderLoad_FailsFewerThanOneRequestInAThousand()
    {
        var before = await Baseline.BuildAsync(output.WriteLine);
        await using var run = await ClusterRun.StartAsync(output, ClusterShape.Usual with { Root = before, IsBalanced = true });
        await run.WorkAsync(5, 8);
        for (var round = 0; round < Rounds; round++)
        {
            await run.Cluster.MigrateAsync(ServerProcess.Repository);
            await ReplaceAsync(run, run.Cluster.All, ServerProcess.Repository);
            await ReplaceAsync(run, run.Cluster.All.Reverse(), before);
        }

        var summary = await run.EndAsync(longestWait: 10);
        run.Say($"failed {summary.Failed:0.000 %}: {string.Join(", ", summary.Failures.Select(failure => $"{failure.Value} × {failure.Key}"))}");
        Assert.True(summary.Failed < MostFailed, $"{summary.Failed:0.000 %} of all requests failed.\n{run.Cluster.Output}");
        Assert.True(summary.Resumed > 0, $"No subscriber had to go on elsewhere: {summary}.");
    }

    /// <summary>As an operator does it: one after the other, and the next only when this one is ready.</summary>
    private static async Task ReplaceAsync(ClusterRun run, IEnumerable<ServerProcess> processes, string root)
    {
        foreach (var process in processes)
        {
            var begun = Stopwatch.GetTimestamp();
            await process.StopAsync();
            var stopped = Stopwatch.GetElapsedTime(begun);
            process.Root = root;
            await process.StartAsync();
            run.Say($"{process.Name}: stopped after {stopped.TotalSeconds:0.0} s, ready again after {Stopwatch.GetElapsedTime(begun).TotalSeconds:0.0} s");
            await run.WorkAsync(2, 3);
        }
    }
}
