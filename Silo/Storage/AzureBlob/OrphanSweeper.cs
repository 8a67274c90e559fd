using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.Logging;

namespace LmsActors.Storage.AzureBlob;

/// <summary>
/// Deletes snapshots that were uploaded and never published: their process was killed in between. A snapshot is only published under
/// an ETag of the log that is older than the snapshot. So the sweeper first writes the log's metadata, unchanged, for a new ETag:
/// whoever still has the publishing on its way, however late, is refused, and what is deleted then is never missed.
/// </summary>
internal sealed partial class OrphanSweeper(AzureBlobStore store, ILogger<OrphanSweeper> logger, TimeProvider? time = null)
{
    private readonly CancellationTokenSource _stop = new();
    private Task _run = Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellation)
    {
        _run = RunAsync();
        return Task.CompletedTask;
    }

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _run;
        _stop.Dispose();
    }

    /// <summary>One pass over the container; answers how many snapshots it deleted.</summary>
    public async Task<int> SweepAsync(CancellationToken cancellation)
    {
        var deleted = 0;
        var snapshots = new List<(string Journal, string Generation)>(); // of one journal; its log is listed after them
        string? from = null;
        do
        {
            var page = await store.Listing.PageAsync(BlobNames.Folder, withMetadata: true, from, cancellation);
            foreach (var blob in page.Blobs)
            {
                if (!BlobNames.TryParse(blob.Name, out var journal, out var generation))
                    continue;
                if (snapshots is [var first, ..] && first.Journal != journal)
                    deleted += await DeleteAsync(snapshots, cancellation);
                if (generation is null)
                    snapshots.RemoveAll(snapshot => snapshot.Generation == LogMetadata.Of(journal, blob.Metadata).Generation);
                else if (IsOld(blob, page.At))
                    snapshots.Add((journal, generation));
            }

            from = page.Next;
        }
        while (from is not null);
        return deleted + await DeleteAsync(snapshots, cancellation);
    }

    private bool IsOld(BlobItem blob, DateTimeOffset now) => blob.Properties.LastModified + store.Options.OrphanAge <= now;

    private async Task<int> DeleteAsync(List<(string Journal, string Generation)> snapshots, CancellationToken cancellation)
    {
        var deleted = 0;
        foreach (var (journal, generation) in snapshots)
        {
            if (!await FenceAsync(journal, generation, cancellation))
                continue;
            await store.Checkpoints.DeleteAsync(journal, generation, cancellation);
            LogDeleted(generation, journal);
            deleted++;
        }

        snapshots.Clear();
        return deleted;
    }

    /// <summary>Whether the snapshot is not published now, and cannot be any more.</summary>
    private async Task<bool> FenceAsync(string journal, string generation, CancellationToken cancellation) =>
        await store.Logs.FindAsync(journal, cancellation) is not { } head
        || (head.Metadata.Generation != generation
            && await store.Logs.SetMetadataAsync(journal, head.Metadata, head, cancellation) is not null);

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(store.Options.SweepInterval, time ?? TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
                await TrySweepAsync();
        }
        catch (OperationCanceledException)
        {
            // The silo stops.
        }
    }

    private async Task TrySweepAsync()
    {
        try
        {
            await SweepAsync(_stop.Token);
        }
        catch (Exception failure) when (failure is StorageUnavailableException or InvalidDataException)
        {
            LogFailed(failure.Message);
        }
    }

    [LoggerMessage(LogLevel.Information, "Deleted the snapshot {Generation} of the journal {Journal}, which was never published")]
    private partial void LogDeleted(string generation, string journal);

    [LoggerMessage(LogLevel.Warning, "Snapshots that were never published could not be looked for: {Reason}")]
    private partial void LogFailed(string reason);
}
