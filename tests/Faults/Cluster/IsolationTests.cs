using System.Diagnostics;

namespace LmsActors.Faults;

/// <summary>One of three silos is cut off: from the others, from the storage, from both. All three serve and hold actors, so that clients go on speaking to it.</summary>
[Collection(WholeClusters.Name)]
public sealed class IsolationTests(ITestOutputHelper output)
{
    private static readonly TimeSpan NotReadyWithin = TimeSpan.FromSeconds(60);

    /// <summary>By then the others have agreed that nobody hears of it any more.</summary>
    private static readonly TimeSpan LongEnoughToBeDead = TimeSpan.FromSeconds(15);

    [Fact]
    public async Task Silo_CutOff_IsSoonNotReadyAndForksNoLog()
    {
        await using var run = await ClusterRun.StartAsync(output, ClusterShape.Mixed(3));
        CutFrom[] cuts = LongForms.AreWanted
            ? [CutFrom.Others, CutFrom.Storage, CutFrom.Both, CutFrom.Storage, CutFrom.Others, CutFrom.Both]
            : [CutFrom.Storage, CutFrom.Others];
        foreach (var cut in cuts)
        {
            await CutOffAsync(run, cut);
        }

        await run.WorkAsync(2, 4);
        await run.EndAsync(longestWait: 60);
    }

    private static async Task CutOffAsync(ClusterRun run, CutFrom cut)
    {
        await run.WorkAsync(2, 4);
        await run.MarkAsync();
        var silo = run.Random.GetItems(run.Cluster.Apis.ToArray(), 1)[0];
        var begun = Stopwatch.GetTimestamp();
        run.Network!.Cut(silo, cut);
        var notReady = await NotReadyAfterAsync(silo);
        Assert.True(notReady <= NotReadyWithin, $"Cut off from {cut}, it said that it was ready for {notReady.TotalSeconds:0} s.\n{silo.Output}");
        await ClusterRun.WorkUntilAsync(begun, cut == CutFrom.Storage ? TimeSpan.Zero : LongEnoughToBeDead);
        await run.WorkAsync(2, LongForms.AreWanted ? 40 : 4);
        var refused = silo.IsAlive && cut == CutFrom.Storage ? await silo.MetricAsync("lmsactors_commands_total", "outcome=\"unknown\"") : 0;
        var during = await run.MarkAsync();

        run.Network.Heal();
        var (back, how) = await BackAsync(silo);
        var normal = await run.NormalAfterAsync(TimeSpan.FromSeconds(60));
        run.Say($"cut off from {cut}: not ready after {notReady.TotalSeconds:0.0} s, {refused} of its writes refused; healed: {how} after {back.TotalSeconds:0.0} s, all as before {normal:0.0} s later");
        run.Say($"  meanwhile: {during}");
        Assert.True(cut != CutFrom.Storage || refused > 0, $"Nobody wrote to it, or nobody was told.\n{silo.Output}");
    }

    private static async Task<TimeSpan> NotReadyAfterAsync(ServerProcess silo)
    {
        var begun = Stopwatch.GetTimestamp();
        while (await silo.IsReadyAsync() && Stopwatch.GetElapsedTime(begun) <= NotReadyWithin)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(200), CancellationToken.None);
        }

        return Stopwatch.GetElapsedTime(begun);
    }

    /// <summary>It is ready again, or has ended because the others took it for dead; then whoever runs it starts it again.</summary>
    private static async Task<(TimeSpan After, string How)> BackAsync(ServerProcess silo)
    {
        var begun = Stopwatch.GetTimestamp();
        while (silo.IsAlive && !await silo.IsReadyAsync())
        {
            Assert.True(Stopwatch.GetElapsedTime(begun) < TimeSpan.FromSeconds(60), $"It neither came back nor left.\n{silo.Output}");
            await Task.Delay(TimeSpan.FromMilliseconds(200), CancellationToken.None);
        }

        if (silo.IsAlive)
        {
            return (Stopwatch.GetElapsedTime(begun), "it went on");
        }

        await silo.StartAsync();
        return (Stopwatch.GetElapsedTime(begun), "it had left, and was started again");
    }
}
