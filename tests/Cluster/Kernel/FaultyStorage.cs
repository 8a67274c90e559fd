using System.Buffers;
using Microsoft.Extensions.Options;
using Orleans.Journaling;

namespace LmsActors.Kernel;

/// <summary>What goes wrong at the next write.</summary>
public enum WriteFault
{
    None,

    /// <summary>Nothing is written, and the writer is told so.</summary>
    Refused,

    /// <summary>It is written, but the writer is told that it was not.</summary>
    AnswerLost,
}

/// <summary>Journals in memory whose writes fail on demand: for what the kernel does then, not for what storage does.</summary>
internal sealed class FaultyStorage : IJournalStorageProvider
{
    private readonly VolatileJournalStorageProvider _journals = new(
        Options.Create(new JournaledStateManagerOptions { JournalFormatKey = KernelHosting.JournalFormat }));

    /// <summary>Decides, per write, what goes wrong.</summary>
    public Func<WriteFault> Next { get; set; } = () => WriteFault.None;

    public IJournalStorage CreateStorage(JournalId journalId) => new Journal(this, _journals.CreateStorage(journalId));

    private async ValueTask WriteAsync(Func<ValueTask> write)
    {
        var fault = Next();
        await Task.Yield();
        if (fault == WriteFault.Refused)
        {
            throw new IOException("The disk refused the write.");
        }

        await write();
        if (fault == WriteFault.AnswerLost)
        {
            throw new IOException("The disk did not answer.");
        }
    }

    private sealed class Journal(FaultyStorage owner, IJournalStorage inner) : IJournalStorage
    {
        private int _appends;

        public bool IsCompactionRequested => _appends >= 16;

        public ValueTask ReadAsync(IJournalStorageConsumer consumer, CancellationToken cancellationToken) =>
            inner.ReadAsync(consumer, cancellationToken);

        public ValueTask<bool> CreateIfNotExistsAsync(IReadOnlyDictionary<string, string>? metadata, CancellationToken cancellationToken) =>
            inner.CreateIfNotExistsAsync(metadata, cancellationToken);

        public ValueTask<IJournalMetadata?> GetMetadataAsync(CancellationToken cancellationToken) => inner.GetMetadataAsync(cancellationToken);

        public ValueTask<IJournalMetadata?> UpdateMetadataAsync(
            IReadOnlyDictionary<string, string>? set, IEnumerable<string>? remove, string? expectedETag, CancellationToken cancellationToken) =>
            inner.UpdateMetadataAsync(set, remove, expectedETag, cancellationToken);

        public ValueTask ReplaceAsync(ReadOnlySequence<byte> value, CancellationToken cancellationToken)
        {
            _appends = 0;
            return owner.WriteAsync(() => inner.ReplaceAsync(value, cancellationToken));
        }

        public ValueTask AppendAsync(ReadOnlySequence<byte> value, CancellationToken cancellationToken)
        {
            _appends++;
            return owner.WriteAsync(() => inner.AppendAsync(value, cancellationToken));
        }

        public ValueTask DeleteAsync(CancellationToken cancellationToken) => inner.DeleteAsync(cancellationToken);
    }
}
