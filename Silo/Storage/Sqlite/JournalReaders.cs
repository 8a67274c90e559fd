using System.Collections.Concurrent;
using LmsActors.Storage.Archive;

namespace LmsActors.Storage.Sqlite;

/// <summary>The connections that read: a few, used again. They block their thread, so they run on the thread pool.</summary>
internal sealed class JournalReaders(string file) : IDisposable
{
    private const int Most = 8;
    private readonly SemaphoreSlim _free = new(Most);
    private readonly ConcurrentBag<JournalReader> _idle = [];
    private volatile bool _closed;

    public async Task<Lease> RentAsync(CancellationToken cancellationToken)
    {
        await _free.WaitAsync(cancellationToken);
        return new Lease(this);
    }

    public async Task<T> UseAsync<T>(Func<JournalReader, T> work, CancellationToken cancellationToken)
    {
        using var lease = await RentAsync(cancellationToken);
        var result = await lease.RunAsync(work, cancellationToken);
        lease.IsClean = true;
        return result;
    }

    /// <summary>A connection of its own, apart from those that are used again.</summary>
    public IJournalSource KeepMoment()
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        try
        {
            return SqliteMoment.Take(file);
        }
        catch (SqliteFailure failure)
        {
            throw new StorageUnavailableException($"The storage {file} cannot be read now: {failure.Message}.");
        }
    }

    public void Dispose()
    {
        _closed = true;
        while (_idle.TryTake(out var reader))
            reader.Dispose();
    }

    private T Run<T>(ref JournalReader? reader, Func<JournalReader, T> work)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        try
        {
            if (reader is null && !_idle.TryTake(out reader))
                reader = new JournalReader(SqliteDatabase.OpenForReading(file));
            return work(reader);
        }
        catch (SqliteFailure failure)
        {
            throw new StorageUnavailableException($"The storage {file} cannot be read now: {failure.Message}.");
        }
    }

    private void Return(JournalReader? reader, bool isClean)
    {
        if (isClean && reader is not null)
            _idle.Add(reader);
        else
            reader?.Dispose();
        _free.Release();
        if (_closed)
            Dispose();
    }

    /// <summary>A reader for the while; one that is not clean in the end is closed rather than used again.</summary>
    internal sealed class Lease(JournalReaders readers) : IDisposable
    {
        private JournalReader? _reader;

        public bool IsClean { get; set; }

        public Task<T> RunAsync<T>(Func<JournalReader, T> work, CancellationToken cancellationToken) =>
            Task.Run(() => readers.Run(ref _reader, work), cancellationToken);

        public void Dispose() => readers.Return(_reader, IsClean);
    }
}
