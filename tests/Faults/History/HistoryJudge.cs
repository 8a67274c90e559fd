namespace LmsActors.Faults;

/// <summary>Holds the clients' history against what the server says in the end.</summary>
internal static class HistoryJudge
{
    private static readonly TimeSpan FeedLimit = TimeSpan.FromSeconds(30);

    /// <summary>What follows later (feeds, counts, followers) has until <see cref="FeedLimit"/>; everything else must be so at any time.</summary>
    /// <param name="urls">Where the server is.</param>
    /// <param name="history">The file that the load process wrote.</param>
    public static async Task<IReadOnlyList<Violation>> JudgeAsync(string urls, string history)
    {
        await using var file = File.OpenRead(history);
        var facts = HistoryFile.Read(file);
        using var api = new LoadApi(urls, ServerProcess.ApiKey);
        using var limit = new CancellationTokenSource(FeedLimit);
        IReadOnlyList<Violation> violations;
        do
        {
            violations = Checker.Check(facts, await FinalReader.ReadAsync(api, facts.OfType<World>().Single()));
        }
        while (violations.Count > 0 && !limit.IsCancellationRequested);
        return violations;
    }
}
