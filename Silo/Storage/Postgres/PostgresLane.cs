namespace LmsActors.Storage.Postgres;

/// <summary>
/// The writes of some of the journals, in order: whatever waits while a batch is under way shares the next one.
/// A journal is always in the same lane, so its writes never overtake each other.
/// </summary>
internal sealed class PostgresLane(PostgresWriter writer) : IThreadPoolWorkItem
{
    /// <summary>No more than ids are reserved at once: each write may make a journal.</summary>
    private const int MostWritesABatch = PostgresSchema.IdsAtOnce;

    private const long MostBytesABatch = 16 << 20;

    private readonly Lock _gate = new();
    private readonly Queue<PostgresWrite> _queue = [];
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isRunning;
    private bool _isClosing;

    public int Length => _queue.Count;

    public Task<object?> SubmitAsync(PostgresWrite write, CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
            write.WithdrawOn(cancellationToken);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isClosing, typeof(PostgresJournalStore));
            _queue.Enqueue(write);
            if (_isRunning)
                return write.Task;
            _isRunning = true;
        }

        // Not from here: a grain's scheduler has better things to do.
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        return write.Task;
    }

    /// <summary>Ends what waits; later writes are refused.</summary>
    public Task CloseAsync()
    {
        lock (_gate)
        {
            _isClosing = true;
            if (!_isRunning)
                _closed.TrySetResult();
        }

        return _closed.Task;
    }

    public void Execute() => _ = RunAsync();

    private async Task RunAsync()
    {
        var batch = new List<PostgresWrite>();
        while (Take(batch))
        {
            if (batch.Count > 0 && await writer.CommitAsync(batch) is { } outage)
                FailWaiting(outage);
            batch.Clear();
        }
    }

    private bool Take(List<PostgresWrite> batch)
    {
        lock (_gate)
        {
            if (_queue.Count == 0)
            {
                _isRunning = false;
                if (_isClosing)
                    _closed.TrySetResult();
                return false;
            }

            var bytes = 0L;
            while (batch.Count < MostWritesABatch && bytes < MostBytesABatch && _queue.TryDequeue(out var write))
            {
                if (!write.TryTake())
                    continue;
                bytes += write.Bytes;
                batch.Add(write);
            }

            return true;
        }
    }

    /// <summary>What came while the server was being waited for has waited enough.</summary>
    private void FailWaiting(StorageUnavailableException outage)
    {
        var waiting = new List<PostgresWrite>();
        lock (_gate)
        {
            while (_queue.TryDequeue(out var write))
            {
                if (write.TryTake())
                    waiting.Add(write);
            }
        }

        foreach (var write in waiting)
            write.Fail(outage);
    }
}
