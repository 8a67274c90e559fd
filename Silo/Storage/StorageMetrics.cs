using System.Diagnostics.Metrics;

namespace LmsActors.Storage;

/// <summary>What the storage tells of itself under the meter <c>LmsActors.Storage</c>.</summary>
internal sealed class StorageMetrics : IDisposable
{
    private readonly Meter _meter = new("LmsActors.Storage");
    private readonly Counter<long> _commits;
    private readonly Counter<long> _failures;
    private readonly Counter<long> _bytes;
    private readonly Counter<long> _damaged;
    private readonly Histogram<int> _batchSize;
    private readonly Histogram<double> _seconds;

    public StorageMetrics(Func<int>? queueLength = null, Func<long>? tailBytes = null)
    {
        _commits = _meter.CreateCounter<long>("lmsactors.storage.commits", "{commit}", "Transactions committed");
        _failures = _meter.CreateCounter<long>("lmsactors.storage.failures", "{commit}", "Transactions that failed");
        _bytes = _meter.CreateCounter<long>("lmsactors.storage.bytes", "By", "Bytes of appends and snapshots committed");
        _damaged = _meter.CreateCounter<long>("lmsactors.storage.damaged", "{reading}", "Readings of logs that are damaged and set aside");
        _batchSize = _meter.CreateHistogram<int>("lmsactors.storage.batch_size", "{write}", "Writes that shared a commit");
        _seconds = _meter.CreateHistogram<double>("lmsactors.storage.commit_seconds", "s", "From the first write of a batch to the disk");
        if (queueLength is not null)
            _meter.CreateObservableGauge("lmsactors.storage.queue_length", queueLength, "{write}", "Writes that wait for a batch");
        if (tailBytes is not null)
            _meter.CreateObservableGauge("lmsactors.storage.tail_bytes", tailBytes, "By", "Bytes not sorted by journal yet");
    }

    public void Committed(int writes, long bytes, TimeSpan elapsed)
    {
        _commits.Add(1);
        _batchSize.Record(writes);
        _seconds.Record(elapsed.TotalSeconds);
        _bytes.Add(bytes);
    }

    public void Failed() => _failures.Add(1);

    public void Damaged() => _damaged.Add(1);

    public void Dispose() => _meter.Dispose();
}
