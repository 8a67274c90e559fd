using System.Buffers;
using Orleans.Journaling;

namespace LmsActors.Storage.Sqlite;

/// <summary>A hold on a journal of this store.</summary>
internal sealed class SqliteJournalStorage(SqliteJournalStore store, string name, string format, RewriteRequests? rewrites = null)
    : JournalHold(name, format, MostBytes, new CompactionGauge(
        store.Options.CompactAfterEntries, store.Options.CompactAfterBytes, isAsked: () => rewrites?.IsAsked(name) == true), store.Damaged)
{
    private const long MostBytes = 512 << 20;

    protected override async Task<JournalFound> FillAsync(IJournalStorageConsumer consumer, CancellationToken cancellationToken)
    {
        var reading = await store.ReadAsync(Name, consumer, cancellationToken);
        return new(reading.Version, reading.Metadata, reading.SnapshotBytes, reading.Entries, reading.Bytes);
    }

    protected override Task<JournalRow?> FindAsync(CancellationToken cancellationToken) => store.FindAsync(Name, cancellationToken);

    protected override Task<object?> CreateAsync(string properties, CancellationToken cancellationToken) =>
        store.SubmitAsync(new CreateOperation(Name, Fence, Format, properties), cancellationToken);

    protected override Task<object?> UpdateAsync(
        SortedDictionary<string, string> set, HashSet<string> remove, string? expectedETag, CancellationToken cancellationToken) =>
        store.SubmitAsync(new UpdateMetadataOperation(Name, set, remove, expectedETag), cancellationToken);

    protected override Task<object?> WriteAsync(in ReadOnlySequence<byte> value, bool isSnapshot, CancellationToken cancellationToken) => store.SubmitAsync(
        isSnapshot ? new ReplaceOperation(Name, Fence, Gauge, Format, value) : new AppendOperation(Name, Fence, Gauge, Format, value), cancellationToken);

    protected override Task<object?> EraseAsync(CancellationToken cancellationToken) =>
        store.SubmitAsync(new DeleteOperation(Name, Fence, Gauge), cancellationToken);
}
