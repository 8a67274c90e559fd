using System.Buffers;
using System.Security.Cryptography;
using Azure;
using Orleans.Storage;

namespace LmsActors.Storage.AzureBlob;

/// <summary>
/// One owner's writes. Each is conditional on where the journal stood when the owner last read or wrote it, so of two owners the
/// one that does not know of the other's write is refused. One write at a time.
/// </summary>
internal sealed class JournalWriter(AzureBlobStore store, string journal, string format, CompactionGauge gauge)
{
    public const int MostBytesABlock = (4 << 20) - BlockHeader.Size;

    /// <summary>Matches no blob; the default would be no condition at all.</summary>
    private static readonly ETag NoETag = new("\"0x0\"");

    private readonly long _writer = BitConverter.ToInt64(RandomNumberGenerator.GetBytes(sizeof(long)));
    private long _write;

    /// <summary>Where the owner believes the journal to stand; null when it does not exist.</summary>
    public LogHead? Head { get; set; }

    /// <summary>Appends that are one block, or one write of another kind.</summary>
    public Task WriteAsync(IReadOnlyList<PendingWrite> writes) => writes[0].Kind switch
    {
        WriteKind.Append => AppendAsync(Join(writes)),
        WriteKind.Replace => ReplaceAsync(writes[0].Value),
        _ => DeleteAsync(),
    };

    private async Task AppendAsync(List<ReadOnlySequence<byte>> values)
    {
        if (Head is { IsEmpty: false } && Head.Metadata.Format != format)
            throw new InvalidOperationException($"The journal '{journal}' holds '{Head.Metadata.Format}': it must be replaced before '{format}' is appended.");
        await BeginAsync().ConfigureAwait(false);
        _write++;
        var bytes = values.Sum(value => value.Length);
        var count = (int)Math.Max(1, (bytes + MostBytesABlock - 1) / MostBytesABlock);
        var source = new ChunkSource(values);
        for (var index = 0; index < count; index++)
        {
            var length = (int)Math.Min(MostBytesABlock, bytes - (long)index * MostBytesABlock);
            var block = new byte[BlockHeader.Size + length];
            new BlockHeader(length, index, count, Head!.Length, _writer, _write).WriteTo(block);
            source.Fill(block.AsSpan(BlockHeader.Size));
            Head = await AppendAsync(block, Head).ConfigureAwait(false);
        }

        gauge.Appended(count, bytes);
    }

    /// <summary>Answers where the journal then stands.</summary>
    private async Task<LogHead> AppendAsync(byte[] block, LogHead expected)
    {
        while (true)
        {
            if (await store.Logs.AppendAsync(journal, block, block.Length, expected).ConfigureAwait(false) is { } done)
                return done;
            var part = await store.Logs.ReadAsync(journal, expected.Length, BlockHeader.Size, default).ConfigureAwait(false);
            if (part is not { Head: var found, Bytes: var bytes } || found.Metadata.Generation != expected.Metadata.Generation)
                throw Lost(expected, part?.Head);
            if (bytes.Span.SequenceEqual(block.AsSpan(0, BlockHeader.Size)))
                return WentThrough(found, expected with { Length = expected.Length + block.Length });
            if (!found.IsAt(expected))
                throw Lost(expected, found);
            expected = found; // only properties were changed
        }
    }

    /// <summary>Sees to it that there is a log in this owner's format.</summary>
    private async Task BeginAsync()
    {
        while (Head is null || Head.Metadata.Format != format)
        {
            var metadata = Head is null
                ? LogMetadata.New(store.NewId(), format)
                : Head.Metadata with { Generation = store.NewId(), Format = format };
            Head = await BeginAsync(metadata, Head).ConfigureAwait(false);
        }
    }

    /// <summary>Answers where the journal then stands: begun as wanted, or as expected but for its properties.</summary>
    private async Task<LogHead> BeginAsync(LogMetadata metadata, LogHead? expected)
    {
        if (await store.Logs.BeginAsync(journal, metadata, expected).ConfigureAwait(false) is { } begun)
            return begun;
        var found = await store.Logs.FindAsync(journal).ConfigureAwait(false);
        if (found?.Metadata.Generation == metadata.Generation)
            return WentThrough(found, new LogHead(expected?.ETag ?? NoETag, 0, metadata));
        return found is not null && expected is not null && found.IsAt(expected) ? found : throw Lost(expected, found);
    }

    /// <summary>
    /// The snapshot is uploaded first, under a name that nobody knows. Beginning the log anew with that name in its metadata publishes
    /// it: one request, which readers see whole or not at all.
    /// </summary>
    private async Task ReplaceAsync(ReadOnlySequence<byte> value)
    {
        if (Head is null)
            await BeginAsync().ConfigureAwait(false);
        while (true)
        {
            var old = Head!;
            var metadata = old.Metadata with { Generation = store.NewId(), SnapshotBytes = value.Length, Format = format };
            await store.Checkpoints.UploadAsync(journal, metadata.Generation, value).ConfigureAwait(false);
            try
            {
                Head = await BeginAsync(metadata, old).ConfigureAwait(false);
            }
            catch (InconsistentStateException)
            {
                await DiscardAsync(metadata.Generation).ConfigureAwait(false);
                throw;
            }

            var published = Head.Metadata.Generation == metadata.Generation;
            await DiscardAsync(published ? old.Snapshot : metadata.Generation).ConfigureAwait(false);
            if (!published)
                continue; // A snapshot is only published under an ETag that is older than it: the sweeper relies on it.
            gauge.Replaced(value.Length);
            return;
        }
    }

    private async Task DeleteAsync()
    {
        while (Head is { } expected)
        {
            if (!await store.Logs.DeleteAsync(journal, expected).ConfigureAwait(false)
                && await store.Logs.FindAsync(journal).ConfigureAwait(false) is { } found)
            {
                Head = found.IsAt(expected) ? found : throw Lost(expected, found);
                continue;
            }

            // By this request, by one whose answer was lost, or by somebody else: it is gone, as wanted.
            Head = null;
            await DiscardAsync(expected.Snapshot).ConfigureAwait(false);
            gauge.Replaced(0);
            return;
        }

        if (await store.Logs.FindAsync(journal).ConfigureAwait(false) is { } other)
            throw Lost(null, other);
    }

    /// <summary>Best effort: what stays is the sweeper's.</summary>
    private async Task DiscardAsync(string? snapshot)
    {
        if (snapshot is null)
            return;
        try
        {
            await store.Checkpoints.DeleteAsync(journal, snapshot).ConfigureAwait(false);
        }
        catch (StorageUnavailableException)
        {
            // It is in the log; the write itself went through.
        }
    }

    /// <summary>
    /// This owner's write stands in the journal though the answer was lost. When others have written after it, the owner goes on with
    /// where its own write ended and the old ETag: its next write is refused.
    /// </summary>
    private static LogHead WentThrough(LogHead found, LogHead mine) => found.IsAt(mine) ? found : mine;

    private InconsistentStateException Lost(LogHead? expected, LogHead? found) =>
        new($"The journal '{journal}' was written by another owner.", Describe(found), Describe(expected));

    private static string Describe(LogHead? head) => head is null ? "none" : $"{head.Metadata.Generation}+{head.Length}";

    private static List<ReadOnlySequence<byte>> Join(IReadOnlyList<PendingWrite> writes) => [.. writes.Select(write => write.Value)];
}
