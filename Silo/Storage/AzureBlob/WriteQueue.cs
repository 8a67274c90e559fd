using System.Diagnostics;

namespace LmsActors.Storage.AzureBlob;

/// <summary>
/// The writes of one owner, one request at a time. Appends that come while a request is under way go together in the next one.
/// </summary>
internal sealed class WriteQueue(JournalWriter writer, StorageMetrics metrics)
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Queue<PendingWrite> _waiting = [];

    /// <summary>The task ends when the server has it, or with what kept the write from it.</summary>
    public Task SubmitAsync(PendingWrite write, CancellationToken cancellation)
    {
        if (cancellation.CanBeCanceled)
            write.WithdrawOn(cancellation);
        lock (_waiting)
            _waiting.Enqueue(write);
        _ = RunUntilDoneAsync(write);
        return write.Task;
    }

    /// <summary>Keeps writes waiting until it is disposed.</summary>
    public async Task<IDisposable> HoldAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        return new Hold(_turn);
    }

    private async Task RunUntilDoneAsync(PendingWrite write)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            while (!write.Task.IsCompleted)
                await RunAsync(TakeNext()).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>All appends at the front that fit in one block, or one other write.</summary>
    private List<PendingWrite> TakeNext()
    {
        var batch = new List<PendingWrite>();
        var bytes = 0L;
        lock (_waiting)
        {
            while (_waiting.TryPeek(out var next))
            {
                var fits = next.Kind == WriteKind.Append && bytes + next.Value.Length <= JournalWriter.MostBytesABlock;
                if (batch.Count > 0 && !fits)
                    break;
                _waiting.Dequeue();
                if (!next.TryTake())
                    continue;
                batch.Add(next);
                bytes += next.Value.Length;
                if (!fits)
                    break;
            }
        }

        return batch;
    }

    private async Task RunAsync(List<PendingWrite> batch)
    {
        if (batch.Count == 0)
            return;
        var started = Stopwatch.GetTimestamp();
        Exception? problem = null;
        try
        {
            await writer.WriteAsync(batch).ConfigureAwait(false);
            metrics.Committed(batch.Count, batch.Sum(write => write.Value.Length), Stopwatch.GetElapsedTime(started));
        }
        catch (Exception failure)
        {
            problem = failure;
        }

        foreach (var write in batch)
            write.End(problem);
    }

    private sealed class Hold(SemaphoreSlim turn) : IDisposable
    {
        public void Dispose() => turn.Release();
    }
}
