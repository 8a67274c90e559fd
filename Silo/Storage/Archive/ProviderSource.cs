using System.Runtime.CompilerServices;
using Orleans.Journaling;

namespace LmsActors.Storage.Archive;

/// <summary>Reads journals as their actors do, each at a moment of its own.</summary>
internal sealed class ProviderSource(IJournalStorageProvider storage) : IJournalSource
{
    public async IAsyncEnumerable<string> NamesAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var entry in ((IJournalStorageCatalog)storage).ListAsync(cancellationToken: cancellation))
            yield return entry.Id.Value;
    }

    public async Task<ArchivedJournal?> ReadAsync(string name, CancellationToken cancellation)
    {
        var journal = storage.CreateStorage(new JournalId(name));
        var read = new JournalCollector();
        await journal.ReadAsync(read, cancellation);
        var metadata = read.Metadata?.FormatKey is null ? await journal.GetMetadataAsync(cancellation) : read.Metadata;
        return metadata is null ? null : new(name, metadata.FormatKey, metadata.Properties, read.Bytes);
    }

    public ValueTask DisposeAsync() => default;
}

/// <summary>Keeps all bytes that a reading supplies.</summary>
internal sealed class JournalCollector : IJournalStorageConsumer
{
    private readonly PieceList _pieces = new();

    public IJournalMetadata? Metadata { get; private set; }

    public System.Buffers.ReadOnlySequence<byte> Bytes => _pieces.Bytes;

    public void Read(JournalBufferReader buffer, IJournalMetadata? metadata)
    {
        Metadata = metadata;
        var bytes = buffer.ToArray();
        buffer.Skip(bytes.Length);
        _pieces.Add(bytes);
    }
}
