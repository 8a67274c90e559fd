using System.Diagnostics;

namespace LmsActors.Faults;

/// <summary>What can happen to a cluster of three silos and two API silos over PostgreSQL, and what it promises all the same.</summary>
[Collection(WholeClusters.Name)]
public sealed class ClusterFaultTests(ITestOutputHelper output)
{
    /// <summary>One of them, or two at once, are killed with SIGKILL at random moments and started again.</summary>
    [Fact]
    public async Task Kill_OfOneOrTwo_IsWrittenOnWithin20Seconds()
    {
        await using var run = await ClusterRun.StartAsync(output);
        var all = run.Cluster.All.ToArray();
        for (var i = 0; i < (LongForms.AreWanted ? 20 : 4); i++)
        {
            await run.WorkAsync(3, 8);
            ServerProcess[] victims = (i % 4) switch
            {
                0 => [run.Random.GetItems(run.Cluster.Silos.ToArray(), 1)[0]],
                1 => [run.Random.GetItems(run.Cluster.Apis.ToArray(), 1)[0]],
                _ => [.. run.Random.GetItems(all, 2).Distinct()],
            };
            foreach (var victim in victims)
            {
                victim.Kill();
            }

            var begun = Stopwatch.GetTimestamp();
            await Task.WhenAll(victims.Select(victim => victim.StartAsync()));
            run.Say($"killed {string.Join(" and ", victims.Select(victim => Array.IndexOf(all, victim)))}; ready again after {Stopwatch.GetElapsedTime(begun).TotalSeconds:0.0} s");
        }

        await run.WorkAsync(1, 3);
        var summary = await run.EndAsync(longestWait: 20);
        Assert.True(summary.Retries > 0 && summary.Resumed > 0, $"The kills were not felt: {summary}.");
        Assert.True(summary.LongestAway <= 15, $"A client was away from its stream for {summary.LongestAway:0.0} s.\n{run.Cluster.Output}");
    }

    /// <summary>The database dies and comes back: nothing is acknowledged that is not there, and all goes on by itself.</summary>
    [Fact]
    public async Task Storage_Killed_IsNotMissedOnceItIsBack()
    {
        await using var run = await ClusterRun.StartAsync(output);
        await run.WorkAsync(3, 6);
        await run.MarkAsync();
        var away = TimeSpan.FromSeconds(LongForms.AreWanted ? 30 : 8);
        var killed = Stopwatch.GetTimestamp();
        run.Database.Kill();
        await ClusterRun.WorkUntilAsync(killed, away);
        var during = await run.MarkAsync();
        await run.Database.StartAsync();
        var normal = await run.NormalAfterAsync(TimeSpan.FromSeconds(30));
        run.Say($"without its storage: {during}; as before {normal:0.0} s after it was back");
        await run.WorkAsync(3, 5);
        Assert.True(during.LongestError <= 5, $"Somebody waited {during.LongestError:0.0} s for an error.\n{run.Cluster.Output}");

        await run.EndAsync(longestWait: away.TotalSeconds + 30);
    }

    /// <summary>A silo stands still for a minute; the others take its actors over. When it goes on, its writes are refused.</summary>
    [Fact]
    public async Task Silo_StoodStill_ForksNoLog()
    {
        await using var run = await ClusterRun.StartAsync(output);
        await run.WorkAsync(3, 6);
        var zombie = run.Random.GetItems(run.Cluster.Silos.ToArray(), 1)[0];
        var stands = TimeSpan.FromSeconds(LongForms.AreWanted ? 60 : 25);
        var stopped = Stopwatch.GetTimestamp();
        zombie.Signal("STOP");
        await ClusterRun.WorkUntilAsync(stopped, stands);
        zombie.Signal("CONT");
        await run.WorkAsync(8, 10);
        run.Say(zombie.IsAlive ? "it goes on" : "it has left");
        if (!zombie.IsAlive)
        {
            await zombie.StartAsync();
        }

        await run.EndAsync(longestWait: stands.TotalSeconds + 5);
    }

    /// <summary>All processes are killed at once: a cold start serves within a minute.</summary>
    [Fact]
    public async Task All_Killed_StartAgainWithinAMinute()
    {
        await using var run = await ClusterRun.StartAsync(output);
        await run.WorkAsync(3, 6);
        foreach (var process in run.Cluster.All)
        {
            process.Kill();
        }

        var begun = Stopwatch.GetTimestamp();
        await Task.WhenAll(run.Cluster.All.Select(process => process.StartAsync()));
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        run.Say($"ready again after {seconds:0.0} s");
        await run.WorkAsync(3, 6);

        await run.EndAsync(longestWait: 60 + 10);
        Assert.True(seconds < 60, $"The cold start took {seconds:0.0} s.");
    }
}
