namespace LmsActors.Faults;

/// <summary>
/// The server is killed with SIGKILL at random moments under full load. What was acknowledged stands, once and in order; feeds are
/// right within 30 s; subscribers have resumed without a gap; nobody was shown what is not theirs.
/// </summary>
public sealed class KillTests(ITestOutputHelper output) : IDisposable
{
    private const int Kills = 6;
    private readonly string _folder = Directory.CreateTempSubdirectory("lms-kill-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Kill_AtRandomMoments_KeepsEveryPromise()
    {
        var seed = int.TryParse(Environment.GetEnvironmentVariable("LMS_SEED"), out var given) ? given : Random.Shared.Next();
        output.WriteLine($"LMS_SEED={seed}");
        var data = Directory.CreateDirectory(Path.Combine(_folder, "data")).FullName;
        var history = Path.Combine(_folder, "history.jsonl");
        using var server = new ServerProcess(data);
        await server.StartAsync();
        using var load = new LoadProcess(server.Url, seed, history);
        await load.BegunAsync();

        await KillAgainAndAgainAsync(server, new Random(seed));
        var (summary, hasCaughtUp) = await load.EndAsync();
        output.WriteLine($"{Kills} kills; {summary}");

        var violations = await HistoryJudge.JudgeAsync(server.Url, history);
        Assert.True(violations.Count == 0, $"LMS_SEED={seed}: {violations.Count} violations\n{string.Join('\n', violations.Take(20))}\n{server.Output}");
        Assert.True(hasCaughtUp, $"LMS_SEED={seed}: not every subscriber caught up in time.");
        Assert.True(summary.Ok > 500, $"Too little was done to prove anything: {summary}.");
        Assert.True(summary.Retries > 0 && summary.Resumed > Kills, $"The kills were not felt: {summary}.");
    }

    private static async Task KillAgainAndAgainAsync(ServerProcess server, Random random)
    {
        for (var i = 0; i < Kills; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(random.Next(2_500, 8_000)), CancellationToken.None);
            server.Kill();
            await server.StartAsync();
        }

        await Task.Delay(TimeSpan.FromMilliseconds(random.Next(1_000, 3_000)), CancellationToken.None);
    }
}
