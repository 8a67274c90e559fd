using Orleans.Journaling;
using Orleans.Serialization.Buffers;

namespace LmsActors.Storage.AzureBlob;

/// <summary>
/// One reading of a journal, as it stood at the first answer: the snapshot, then the log up to the length that it had. In parts of a few
/// megabytes, each given to the consumer, in the caller's context, before the next is asked for.
/// </summary>
internal sealed class JournalReading(AzureBlobStore store, string journal, IJournalStorageConsumer consumer) : IDisposable
{
    private const int PartBytes = 4 << 20;

    private readonly ArcBufferWriter _buffer = new();
    private readonly BlockReader _blocks = new(journal);
    private IJournalMetadata _metadata = JournalMetadata.Empty;

    /// <summary>Where the journal stood; null when there was none.</summary>
    public LogHead? Head { get; private set; }

    /// <summary>Blocks of the log.</summary>
    public long Blocks => _blocks.Blocks;

    /// <exception cref="StorageUnavailableException">It cannot be read now, or was replaced in the middle of the reading.</exception>
    /// <exception cref="InvalidDataException">What is stored is not whole.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        if (await FindBeginningAsync(cancellation) is var (log, snapshot))
        {
            await ReadSnapshotAsync(snapshot, cancellation);
            await ReadLogAsync(log, cancellation);
        }

        Give(isCompleted: true);
        if (_buffer.Length > 0)
            throw new InvalidOperationException($"The reader of the journal '{journal}' left {_buffer.Length} bytes of it.");
    }

    public void Dispose()
    {
        _blocks.Dispose();
        _buffer.Dispose();
    }

    /// <summary>The first parts of log and snapshot. Between the two requests another owner may have published the next snapshot.</summary>
    private async Task<(ReadOnlyMemory<byte> Log, ReadOnlyMemory<byte> Snapshot)?> FindBeginningAsync(CancellationToken cancellation)
    {
        while (await store.Logs.ReadAsync(journal, 0, PartBytes, cancellation) is { } part)
        {
            var isSecondLook = Head?.Metadata.Generation == part.Head.Metadata.Generation;
            Head = part.Head;
            _metadata = part.Head.Metadata.ToMetadata();
            if (part.Head.Metadata.SnapshotBytes is null or 0)
                return (part.Bytes, default);
            if (await store.Checkpoints.ReadAsync(journal, part.Head.Metadata.Generation, 0, PartBytes, cancellation) is { } snapshot)
                return (part.Bytes, snapshot);
            if (isSecondLook)
                throw new InvalidDataException($"The snapshot {part.Head.Snapshot} of the journal '{journal}' is missing.");
        }

        Head = null;
        _metadata = JournalMetadata.Empty;
        return null;
    }

    private async Task ReadSnapshotAsync(ReadOnlyMemory<byte> part, CancellationToken cancellation)
    {
        var length = Head!.Metadata.SnapshotBytes ?? 0;
        for (var read = 0L; read < length;)
        {
            if (read > 0)
                part = await store.Checkpoints.ReadAsync(journal, Head.Metadata.Generation, read, PartBytes, cancellation) ?? throw Replaced();
            read += part.Length;
            if (part.IsEmpty || read > length)
                throw new InvalidDataException($"The snapshot {Head.Snapshot} of the journal '{journal}' does not have {length} bytes.");
            _buffer.Write(part.Span);
            Give(isCompleted: false);
        }
    }

    private async Task ReadLogAsync(ReadOnlyMemory<byte> part, CancellationToken cancellation)
    {
        for (var read = 0L; read < Head!.Length;)
        {
            if (read > 0)
                part = await MoreAsync(read, (int)Math.Min(PartBytes, Head.Length - read), cancellation);
            read += part.Length;
            _blocks.Read(part.Span, _buffer);
            Give(isCompleted: false);
        }

        _blocks.End();
    }

    private async Task<ReadOnlyMemory<byte>> MoreAsync(long offset, int bytes, CancellationToken cancellation) =>
        await store.Logs.ReadAsync(journal, offset, bytes, cancellation) is { Bytes.IsEmpty: false } part
            && part.Head.Metadata.Generation == Head!.Metadata.Generation
            ? part.Bytes
            : throw Replaced();

    private void Give(bool isCompleted) => consumer.Read(new JournalBufferReader(_buffer.Reader, isCompleted), _metadata);

    private StorageUnavailableException Replaced() => new($"The journal '{journal}' was replaced while it was read.");
}
