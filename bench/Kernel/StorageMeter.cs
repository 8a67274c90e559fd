using System.Diagnostics.Metrics;

namespace LmsActors.Bench;

/// <summary>Listens to what the storage tells of itself: how much it wrote, and how many writes shared a commit.</summary>
internal sealed class StorageMeter : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _bytes;
    private long _commits;
    private long _writes;

    public StorageMeter()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "LmsActors.Storage")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Count(instrument.Name, value));
        _listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => Count(instrument.Name, value));
        _listener.Start();
    }

    public long Bytes => Interlocked.Read(ref _bytes);

    public long Commits => Interlocked.Read(ref _commits);

    public long Writes => Interlocked.Read(ref _writes);

    public void Dispose() => _listener.Dispose();

    private void Count(string instrument, long value)
    {
        if (instrument == "lmsactors.storage.bytes")
        {
            Interlocked.Add(ref _bytes, value);
        }
        else if (instrument == "lmsactors.storage.commits")
        {
            Interlocked.Add(ref _commits, value);
        }
        else if (instrument == "lmsactors.storage.batch_size")
        {
            Interlocked.Add(ref _writes, value);
        }
    }
}
