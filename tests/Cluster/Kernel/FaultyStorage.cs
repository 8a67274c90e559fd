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
    /// <summary>The journals themselves.</summary>
    public VolatileJournalStorageProvider Journals { get; } = new(
        Options.Create(new JournaledStateManagerOptions { JournalFormatKey = KernelHosting.JournalFormat }));

    /// <summary>Decides, per write, what goes wrong.</summary>
    public Func<WriteFault> Next { get; set; } = () => WriteFault.None;

    /// <summary>After how many appends since the last snapshot a new one is asked for.</summary>
    public int CompactAfter { get; set; } = 16;

    /// <summary>Whether the log of this name is damaged.</summary>
    public Func<string, bool> IsDamaged { get; set; } = _ => false;

    public IJournalStorage CreateStorage(JournalId journalId) => new Journal(this, journalId.Value, Journals.CreateStorage(journalId));

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

    private sealed class Journal(FaultyStorage owner, string name, IJournalStorage inner) : IJournalStorage
    {
        private int _appends;

        public bool IsCompactionRequested => _appends >= owner.CompactAfter;

        public ValueTask ReadAsync(IJournalStorageConsumer consumer, CancellationToken cancellationToken) => owner.IsDamaged(name)
            ? throw new LogDamagedException(name, "so this test says")
            : inner.ReadAsync(consumer, cancellationToken);

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
