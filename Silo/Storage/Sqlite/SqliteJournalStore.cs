using LmsActors.Storage.Archive;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Journaling;
using Orleans.Serialization.Buffers;

namespace LmsActors.Storage.Sqlite;

/// <summary>
/// The embedded storage of one process: one database file, one thread that writes. Whatever waits while a commit is on its way
/// to the disk shares the next one, whichever journals it is for; that is what makes many durable writes a second.
/// </summary>
internal sealed class SqliteJournalStore : IAsyncDisposable, IDisposable
{
    private const int MostWritesABatch = 8192;
    private const long MostBytesABatch = 16 << 20;

    private readonly StorageLock _lock;
    private readonly JournalWriter _writer;
    private readonly JournalReaders _readers;
    private readonly StorageMetrics _metrics;
    private readonly Thread _thread;
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly object _gate = new();
    private readonly Queue<JournalOperation> _queue = [];
    private bool _closing;

    private SqliteJournalStore(SqliteStorageOptions options, StorageLock held, ILogger logger)
    {
        var file = Path.Combine(options.Path, "lmsactors.db");
        Options = options;
        _lock = held;
        _metrics = new StorageMetrics(() => _queue.Count, () => _writer!.TailBytes);
        Damaged = new DamagedLogs(_metrics, logger);
        _writer = new JournalWriter(file, options, _metrics, logger);
        _readers = new JournalReaders(file);
        _thread = new Thread(Run) { Name = "LmsActors storage writer", IsBackground = true };
    }

    public SqliteStorageOptions Options { get; }

    public DamagedLogs Damaged { get; }

    /// <exception cref="StorageInUseException">Another process has it open.</exception>
    /// <exception cref="StorageUnavailableException">It cannot be opened.</exception>
    public static SqliteJournalStore Open(SqliteStorageOptions options, ILogger? logger = null)
    {
        Directory.CreateDirectory(options.Path);
        var store = new SqliteJournalStore(options, StorageLock.Take(options.Path), logger ?? NullLogger.Instance);
        try
        {
            store._writer.Open();
        }
        catch (Exception failure)
        {
            store.Release();
            if (failure is SqliteFailure)
                throw new StorageUnavailableException($"The storage in {options.Path} cannot be opened: {failure.Message}.");
            throw;
        }

        store._thread.Start();
        return store;
    }

    /// <summary>Hands a write to the next batch. The task ends after the commit, or with what kept the write from it.</summary>
    public Task<object?> SubmitAsync(JournalOperation operation, CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
            operation.WithdrawOn(cancellationToken);
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closing, this);
            _queue.Enqueue(operation);
            if (_queue.Count == 1)
                Monitor.Pulse(_gate);
        }

        return operation.Task;
    }

    /// <summary>Gives all bytes of a journal to the consumer, in the caller's context; the disk is read on the thread pool.</summary>
    public async Task<JournalReading> ReadAsync(string name, IJournalStorageConsumer consumer, CancellationToken cancellationToken)
    {
        if (!_writer.IsHealthy)
            await SubmitAsync(new HealOperation(), cancellationToken);
        using var lease = await _readers.RentAsync(cancellationToken);
        var reading = new JournalReading(name, _writer.CopyTail(name));
        using var buffer = new ArcBufferWriter();
        bool more;
        do
        {
            more = await lease.RunAsync(reader => reading.Fill(reader, buffer), cancellationToken);
            consumer.Read(new JournalBufferReader(buffer.Reader, isCompleted: !more), reading.Metadata);
        }
        while (more);
        if (buffer.Length > 0)
            throw new InvalidOperationException($"The reader of the journal '{name}' left {buffer.Length} bytes of it.");
        lease.IsClean = true;
        return reading;
    }

    public Task<JournalRow?> FindAsync(string name, CancellationToken cancellationToken) =>
        _readers.UseAsync(reader => reader.Find(name), cancellationToken);

    /// <summary>The next journals by name, of those that come after one name and not before the other.</summary>
    public Task<List<JournalRow>> PageAsync(string after, string from, int limit, CancellationToken cancellationToken) =>
        _readers.UseAsync(reader => reader.Page(after, from, limit), cancellationToken);

    /// <summary>All journals as they are committed now; to be disposed before the store is.</summary>
    public async Task<IJournalSource> KeepMomentAsync(CancellationToken cancellationToken)
    {
        if (!_writer.IsHealthy)
            await SubmitAsync(new HealOperation(), cancellationToken);
        return await Task.Run(_readers.KeepMoment, cancellationToken);
    }

    /// <summary>Writes the file anew without what nobody holds any more. Writers wait meanwhile, readers do not.</summary>
    public Task PurgeAsync(CancellationToken cancellationToken) => SubmitAsync(new PurgeOperation(), cancellationToken);

    /// <summary>Ends what waits, then closes; later writes are refused.</summary>
    public async ValueTask DisposeAsync()
    {
        BeginClosing();
        await _closed.Task;
    }

    /// <inheritdoc cref="DisposeAsync"/>
    public void Dispose()
    {
        BeginClosing();
        _thread.Join();
    }

    private void BeginClosing()
    {
        lock (_gate)
        {
            _closing = true;
            Monitor.Pulse(_gate);
        }
    }

    private void Run()
    {
        var batch = new List<JournalOperation>();
        while (Take(batch))
        {
            if (batch.Count > 0 || _writer.HasWork)
                _writer.Commit(batch);
            batch.Clear();
        }

        Release();
        _closed.SetResult();
    }

    /// <summary>Waits for writes and takes what is there, up to a bounded batch; false when all is done and the store closes.</summary>
    private bool Take(List<JournalOperation> batch)
    {
        lock (_gate)
        {
            while (_queue.Count == 0 && !_closing && !_writer.HasWork)
                Monitor.Wait(_gate);
            if (_queue.Count == 0 && _closing)
                return false;
            var bytes = 0L;
            while (batch.Count < MostWritesABatch && bytes < MostBytesABatch && _queue.TryDequeue(out var operation))
            {
                if (!operation.TryTake())
                    continue;
                bytes += operation.Bytes;
                batch.Add(operation);
            }

            return true;
        }
    }

    private void Release()
    {
        _readers.Dispose();
        _writer.Dispose();
        _metrics.Dispose();
        _lock.Dispose();
    }
}
