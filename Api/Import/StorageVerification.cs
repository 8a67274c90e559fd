using Orleans.Journaling;

namespace LmsActors.Import;

/// <summary>What a verification went through, and how many problems it found.</summary>
internal sealed record VerifyCounts(long Logs, long Unreadable, long Facts, long Feeds, long Problems, double Seconds);

/// <summary>A verification's result: the first problems in words, and the counts.</summary>
internal sealed record Verified(IReadOnlyList<string> Problems, VerifyCounts Counts);

/// <summary>
/// Reads every log of a storage by bringing its actor to life, asks each for what it says about itself, and compares what two of them say
/// about the same. A log that cannot be read is reported; the others are read all the same.
/// </summary>
internal sealed class StorageVerification(IGrainFactory grains, TimeProvider time, IImportProgress progress)
{
    private const int AtOnce = 32;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly AuditBooks _books = new();
    private readonly ProblemList _problems = new();
    private readonly FeedCheck _feeds = new(grains);
    private long _logs;
    private long _unreadable;

    public async Task<Verified> RunAsync(IJournalStorageCatalog catalog, CancellationToken cancellation)
    {
        var start = time.GetTimestamp();
        await SettleAsync(cancellation);
        await Parallel.ForEachAsync(
            catalog.ListAsync(cancellationToken: cancellation),
            new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation },
            async (entry, _) => await ReadAsync(entry.Id));
        foreach (var problem in _books.Disagreements())
        {
            _problems.Add(problem);
        }

        progress.Say("comparing directories and feeds");
        foreach (var tenant in _books.Tenants)
        {
            await DirectoryCheck.RunAsync(grains, tenant, _books, _problems);
        }

        await _feeds.RunAsync(_problems, cancellation);
        var seconds = Math.Round(time.GetElapsedTime(start).TotalSeconds, 2);
        return new(_problems.Shown, new(_logs, _unreadable, _books.Facts, _feeds.Checked, _problems.Count, seconds));
    }

    /// <summary>What is on its way to others is no disagreement.</summary>
    private async Task SettleAsync(CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            await Hosting.Outboxes.DrainedAsync(grains, time, patience.Token);
        }
        catch (Exception failure) when (!cancellation.IsCancellationRequested)
        {
            _problems.Add($"Not everything that happened could be handed on: {OneLine(failure)}");
        }
    }

    private async Task ReadAsync(JournalId journal)
    {
        Interlocked.Increment(ref _logs);
        progress.Advance(1);
        if (!GrainId.TryParse(journal.Value, out var actor) || JournalId.FromGrainId(actor) != journal)
        {
            _problems.Add($"{journal}: the log of no actor");
            return;
        }

        try
        {
            Take(actor, await grains.GetGrain(actor).AsReference<IAudited>().AuditAsync());
        }
        catch (Exception failure)
        {
            Interlocked.Increment(ref _unreadable);
            _problems.Add($"{actor}: its log cannot be read: {OneLine(failure)}");
        }
    }

    private void Take(GrainId actor, AuditReport report)
    {
        var key = ActorKey.Parse(actor.Key.ToString()!);
        foreach (var fault in report.Faults)
        {
            _problems.Add($"{actor}: {fault}");
        }

        _books.Enter(key.Tenant, report.Entries);
        _feeds.Note(actor.Type.ToString()!, key);
    }

    private static string OneLine(Exception failure)
    {
        var cause = failure.GetBaseException();
        return $"{cause.GetType().Name}: {cause.Message.ReplaceLineEndings(" ")}";
    }
}
