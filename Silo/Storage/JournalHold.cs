using System.Buffers;
using Orleans.Journaling;

namespace LmsActors.Storage;

/// <summary>What a reading found.</summary>
/// <param name="Version">Where the journal is.</param>
/// <param name="Metadata">What is kept beside it.</param>
/// <param name="SnapshotBytes">The size of its last snapshot.</param>
/// <param name="Entries">Appends after that.</param>
/// <param name="Bytes">Their size.</param>
internal readonly record struct JournalFound(JournalVersion Version, IJournalMetadata Metadata, long SnapshotBytes, long Entries, long Bytes);

/// <summary>
/// One owner's hold on one journal of a database. It must have read the journal, or made it, before it writes. A database says how it
/// reads and writes; the rules are the same for all.
/// </summary>
/// <param name="name">The journal's name.</param>
/// <param name="format">The format of what is written.</param>
/// <param name="mostBytes">The most bytes that one write may have.</param>
/// <param name="gauge">When to ask for compaction.</param>
/// <param name="damaged">Where journals are noted that cannot be read.</param>
internal abstract class JournalHold(string name, string format, long mostBytes, CompactionGauge gauge, DamagedLogs damaged) : IJournalStorage
{
    private volatile string? _otherFormat; // of the entries found, when it is not the one that is written

    public bool IsCompactionRequested => gauge.IsDue;

    protected string Name => name;

    protected string Format => format;

    protected CompactionGauge Gauge => gauge;

    protected JournalFence Fence { get; } = new();

    public async ValueTask ReadAsync(IJournalStorageConsumer consumer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(consumer);
        var reading = await damaged.ReadAsync(name, () => FillAsync(consumer, cancellationToken));
        _otherFormat = reading.Version.Position > 0 && reading.Metadata.FormatKey != format ? reading.Metadata.FormatKey : null;
        gauge.Replaced(reading.SnapshotBytes);
        gauge.Appended(reading.Entries, reading.Bytes);
        Fence.Read(reading.Version);
    }

    public async ValueTask<bool> CreateIfNotExistsAsync(
        IReadOnlyDictionary<string, string>? metadata = null, CancellationToken cancellationToken = default)
    {
        var properties = JournalProperties.Format(JournalProperties.Checked(metadata));
        return (bool)(await CreateAsync(properties, cancellationToken))!;
    }

    public async ValueTask<IJournalMetadata?> GetMetadataAsync(CancellationToken cancellationToken = default) =>
        (await FindAsync(cancellationToken))?.ToMetadata();

    public async ValueTask<IJournalMetadata?> UpdateMetadataAsync(
        IReadOnlyDictionary<string, string>? set = null,
        IEnumerable<string>? remove = null,
        string? expectedETag = null,
        CancellationToken cancellationToken = default)
    {
        var (kept, gone) = (JournalProperties.Checked(set), JournalProperties.Checked(remove, set));
        return (IJournalMetadata?)await UpdateAsync(kept, gone, expectedETag, cancellationToken);
    }

    public ValueTask AppendAsync(ReadOnlySequence<byte> value, CancellationToken cancellationToken)
    {
        RequireReading();
        RequireFitting(value);
        if (_otherFormat is { } found)
            throw new InvalidOperationException($"The journal '{name}' holds '{found}': it must be replaced before '{format}' is appended.");
        return new(WriteAsync(value, isSnapshot: false, cancellationToken));
    }

    public async ValueTask ReplaceAsync(ReadOnlySequence<byte> value, CancellationToken cancellationToken)
    {
        RequireReading();
        RequireFitting(value);
        await WriteAsync(value, isSnapshot: true, cancellationToken);
        _otherFormat = null;
    }

    public async ValueTask DeleteAsync(CancellationToken cancellationToken)
    {
        RequireReading();
        await EraseAsync(cancellationToken);
        _otherFormat = null;
    }

    /// <summary>Gives all bytes to the consumer.</summary>
    protected abstract Task<JournalFound> FillAsync(IJournalStorageConsumer consumer, CancellationToken cancellationToken);

    protected abstract Task<JournalRow?> FindAsync(CancellationToken cancellationToken);

    /// <summary>Answers whether there was none.</summary>
    protected abstract Task<object?> CreateAsync(string properties, CancellationToken cancellationToken);

    /// <summary>Answers the metadata after it; null when it does not apply.</summary>
    protected abstract Task<object?> UpdateAsync(
        SortedDictionary<string, string> set, HashSet<string> remove, string? expectedETag, CancellationToken cancellationToken);

    /// <summary>Appends, or puts a snapshot in the place of all that is there.</summary>
    protected abstract Task<object?> WriteAsync(in ReadOnlySequence<byte> value, bool isSnapshot, CancellationToken cancellationToken);

    protected abstract Task<object?> EraseAsync(CancellationToken cancellationToken);

    /// <summary>A value that the database cannot hold would fail those who share its batch.</summary>
    private void RequireFitting(in ReadOnlySequence<byte> value)
    {
        if (value.Length > mostBytes)
            throw new ArgumentException($"{value.Length} bytes are more than one write may have ({mostBytes}).", nameof(value));
    }

    private void RequireReading()
    {
        if (Fence.Seen is null)
            throw new InvalidOperationException($"The journal '{name}' must be read or made before it is written.");
    }
}
