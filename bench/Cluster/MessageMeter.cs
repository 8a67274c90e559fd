using System.Diagnostics.Metrics;

namespace LmsActors.Bench;

/// <summary>Counts the messages that the silo in this process sends to other processes.</summary>
internal sealed class MessageMeter : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _sent;

    public MessageMeter()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "orleans-messaging-sent-messages-size")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<int>((_, _, _, _) => Interlocked.Increment(ref _sent));
        _listener.Start();
    }

    public long Sent => Interlocked.Read(ref _sent);

    public void Dispose() => _listener.Dispose();
}
