using System.Buffers;
using Orleans.Journaling;

namespace LmsActors.Storage.Sqlite;

/// <summary>One owner's hold on one journal. It must have read the journal, or made it, before it writes.</summary>
internal sealed class SqliteJournalStorage(SqliteJournalStore store, string name, string format) : IJournalStorage
{
    private const long MostBytes = 512 << 20;

    private readonly JournalFence _fence = new();
    private readonly CompactionGauge _gauge = new(store.Options);
    private volatile string? _otherFormat; // of the entries found, when it is not the one that is written

    public bool IsCompactionRequested => _gauge.IsDue;

    public async ValueTask ReadAsync(IJournalStorageConsumer consumer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(consumer);
        var reading = await store.ReadAsync(name, consumer, cancellationToken);
        _otherFormat = reading.Version.Position > 0 && reading.Metadata.FormatKey != format ? reading.Metadata.FormatKey : null;
        _gauge.Replaced(reading.SnapshotBytes);
        _gauge.Appended(reading.Entries, reading.Bytes);
        _fence.Read(reading.Version);
    }

    public async ValueTask<bool> CreateIfNotExistsAsync(
        IReadOnlyDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default)
    {
        var properties = JournalProperties.Format(JournalProperties.Checked(metadata));
        return (bool)(await store.SubmitAsync(new CreateOperation(name, _fence, format, properties), cancellationToken))!;
    }

    public async ValueTask<IJournalMetadata?> GetMetadataAsync(CancellationToken cancellationToken = default) =>
        (await store.FindAsync(name, cancellationToken))?.ToMetadata();

    public async ValueTask<IJournalMetadata?> UpdateMetadataAsync(
        IReadOnlyDictionary<string, string>? set = null,
        IEnumerable<string>? remove = null,
        string? expectedETag = null,
        CancellationToken cancellationToken = default)
    {
        var operation = new UpdateMetadataOperation(
            name, JournalProperties.Checked(set), JournalProperties.Checked(remove, set), expectedETag);
        return (IJournalMetadata?)await store.SubmitAsync(operation, cancellationToken);
    }

    public ValueTask AppendAsync(ReadOnlySequence<byte> value, CancellationToken cancellationToken)
    {
        RequireReading();
        RequireFitting(value);
        if (_otherFormat is { } found)
            throw new InvalidOperationException($"The journal '{name}' holds '{found}': it must be replaced before '{format}' is appended.");
        return new(store.SubmitAsync(new AppendOperation(name, _fence, _gauge, format, value), cancellationToken));
    }

    public async ValueTask ReplaceAsync(ReadOnlySequence<byte> value, CancellationToken cancellationToken)
    {
        RequireReading();
        RequireFitting(value);
        await store.SubmitAsync(new ReplaceOperation(name, _fence, _gauge, format, value), cancellationToken);
        _otherFormat = null;
    }

    public async ValueTask DeleteAsync(CancellationToken cancellationToken)
    {
        RequireReading();
        await store.SubmitAsync(new DeleteOperation(name, _fence, _gauge), cancellationToken);
        _otherFormat = null;
    }

    /// <summary>A value that the database cannot hold would fail those who share its batch.</summary>
    private static void RequireFitting(in ReadOnlySequence<byte> value)
    {
        if (value.Length > MostBytes)
            throw new ArgumentException($"{value.Length} bytes are more than one write may have ({MostBytes}).", nameof(value));
    }

    private void RequireReading()
    {
        if (_fence.Seen is null)
            throw new InvalidOperationException($"The journal '{name}' must be read or made before it is written.");
    }
}
