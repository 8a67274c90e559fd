using System.Buffers;
using Orleans.Journaling;

namespace LmsActors.Storage.AzureBlob;

/// <summary>One owner's hold on one journal. It must have read the journal, or made it, before it writes.</summary>
internal sealed class AzureBlobJournalStorage : IJournalStorage
{
    private const long MostBytes = 512 << 20;
    private const long MostBlocks = 20_000; // far from the 50,000 of an append blob

    private readonly AzureBlobStore _store;
    private readonly string _name;
    private readonly string _format;
    private readonly CompactionGauge _gauge;
    private readonly JournalWriter _writer;
    private readonly WriteQueue _queue;
    private volatile bool _isOwned;

    public AzureBlobJournalStorage(AzureBlobStore store, string name, string format, RewriteRequests? rewrites = null)
    {
        (_store, _name, _format) = (store, name, format);
        _gauge = new CompactionGauge(
            store.Options.CompactAfterEntries, store.Options.CompactAfterBytes, MostBlocks, () => rewrites?.IsAsked(name) == true);
        _writer = new JournalWriter(store, name, format, _gauge);
        _queue = new WriteQueue(_writer, store.Metrics);
    }

    public bool IsCompactionRequested => _gauge.IsDue;

    public async ValueTask ReadAsync(IJournalStorageConsumer consumer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(consumer);
        using var hold = await _queue.HoldAsync(cancellationToken);
        using var reading = new JournalReading(_store, _name, consumer);
        await _store.Damaged.ReadAsync(_name, () => reading.RunAsync(cancellationToken));
        _writer.Head = reading.Head;
        _gauge.Replaced(reading.Head?.Metadata.SnapshotBytes ?? 0);
        _gauge.Appended(reading.Blocks, reading.Head?.Length ?? 0);
        _isOwned = true;
    }

    public async ValueTask<bool> CreateIfNotExistsAsync(
        IReadOnlyDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default)
    {
        var wanted = LogMetadata.New(_store.NewId(), _format, JournalProperties.Format(JournalProperties.Checked(metadata)));
        using var hold = await _queue.HoldAsync(cancellationToken);
        var made = await _store.Logs.BeginAsync(_name, wanted, expected: null);
        if (made is null && await _store.Logs.FindAsync(_name, cancellationToken) is { } found && found.Metadata.Generation == wanted.Generation)
            made = found; // by the request whose answer was lost
        if (made is null)
            return false;
        if (!_isOwned || _writer.Head is null)
            _writer.Head = made;
        _isOwned = true;
        return true;
    }

    public async ValueTask<IJournalMetadata?> GetMetadataAsync(CancellationToken cancellationToken = default) =>
        (await _store.Logs.FindAsync(_name, cancellationToken))?.Metadata.ToMetadata();

    public async ValueTask<IJournalMetadata?> UpdateMetadataAsync(
        IReadOnlyDictionary<string, string>? set = null,
        IEnumerable<string>? remove = null,
        string? expectedETag = null,
        CancellationToken cancellationToken = default)
    {
        var (added, removed) = (JournalProperties.Checked(set), JournalProperties.Checked(remove, set));
        var revision = _store.NewId();
        while (await _store.Logs.FindAsync(_name, cancellationToken) is { } head)
        {
            if (head.Metadata.Revision == revision)
                return head.Metadata.ToMetadata(); // by the request whose answer was lost
            if (expectedETag is not null && expectedETag != head.Metadata.Revision)
                return null;
            var updated = Change(head.Metadata, added, removed);
            if (updated == head.Metadata)
                return updated.ToMetadata();
            updated = updated with { Revision = revision };
            if (await _store.Logs.SetMetadataAsync(_name, updated, head, cancellationToken) is not null)
                return updated.ToMetadata();
        }

        return null;
    }

    public ValueTask AppendAsync(ReadOnlySequence<byte> value, CancellationToken cancellationToken) =>
        SubmitAsync(WriteKind.Append, value, cancellationToken);

    public ValueTask ReplaceAsync(ReadOnlySequence<byte> value, CancellationToken cancellationToken) =>
        SubmitAsync(WriteKind.Replace, value, cancellationToken);

    /// <summary>A journal that is gone already counts as deleted.</summary>
    public ValueTask DeleteAsync(CancellationToken cancellationToken) => SubmitAsync(WriteKind.Delete, default, cancellationToken);

    private static LogMetadata Change(LogMetadata metadata, SortedDictionary<string, string> added, HashSet<string> removed)
    {
        var properties = JournalProperties.Parse(metadata.Properties);
        foreach (var key in removed)
            properties.Remove(key);
        foreach (var (key, value) in added)
            properties[key] = value;
        return metadata with { Properties = JournalProperties.Format(properties) };
    }

    private ValueTask SubmitAsync(WriteKind kind, ReadOnlySequence<byte> value, CancellationToken cancellation)
    {
        if (!_isOwned)
            throw new InvalidOperationException($"The journal '{_name}' must be read or made before it is written.");
        if (value.Length > MostBytes)
            throw new ArgumentException($"{value.Length} bytes are more than one write may have ({MostBytes}).", nameof(value));
        return new(_queue.SubmitAsync(new PendingWrite(kind, value), cancellation));
    }
}
