using System.Buffers;
using Orleans.Journaling;

namespace LmsActors.Storage.Postgres;

/// <summary>A hold on a journal of this store.</summary>
internal sealed class PostgresJournalStorage(PostgresJournalStore store, string name, string format, RewriteRequests? rewrites = null)
    : JournalHold(name, format, MostBytes, new CompactionGauge(
        store.Options.CompactAfterEntries, store.Options.CompactAfterBytes, isAsked: () => rewrites?.IsAsked(name) == true), store.Damaged)
{
    private const long MostBytes = 256 << 20;

    protected override async Task<JournalFound> FillAsync(IJournalStorageConsumer consumer, CancellationToken cancellationToken)
    {
        var reading = await store.ReadAsync(Name, consumer, cancellationToken);
        return new(reading.Version, reading.Metadata, reading.SnapshotBytes, reading.Count, reading.Bytes);
    }

    protected override Task<JournalRow?> FindAsync(CancellationToken cancellationToken) => store.FindAsync(Name, cancellationToken);

    protected override Task<object?> CreateAsync(string properties, CancellationToken cancellationToken) =>
        store.SubmitAsync(new CreateWrite(Name, Fence, Format, properties), cancellationToken);

    protected override Task<object?> UpdateAsync(
        SortedDictionary<string, string> set, HashSet<string> remove, string? expectedETag, CancellationToken cancellationToken) =>
        store.SubmitAsync(new UpdateMetadataWrite(Name, set, remove, expectedETag), cancellationToken);

    protected override Task<object?> WriteAsync(in ReadOnlySequence<byte> value, bool isSnapshot, CancellationToken cancellationToken) => store.SubmitAsync(
        isSnapshot ? new ReplaceWrite(Name, Fence, Gauge, Format, value) : new AppendWrite(Name, Fence, Gauge, Format, value), cancellationToken);

    protected override Task<object?> EraseAsync(CancellationToken cancellationToken) =>
        store.SubmitAsync(new DeleteWrite(Name, Fence, Gauge), cancellationToken);
}
