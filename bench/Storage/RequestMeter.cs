using System.Diagnostics.Metrics;

namespace LmsActors.Bench;

/// <summary>Counts the HTTP requests that this process sends to one port, as .NET's own metrics tell of them.</summary>
internal sealed class RequestMeter : IDisposable
{
    private readonly MeterListener _listener = new();
    private long _sent;

    public RequestMeter(int port)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "http.client.request.duration")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<double>((_, _, tags, _) =>
        {
            foreach (var tag in tags)
            {
                if (tag.Key == "server.port" && tag.Value is int to && to == port)
                {
                    Interlocked.Increment(ref _sent);
                }
            }
        });
        _listener.Start();
    }

    public long Sent => Interlocked.Read(ref _sent);

    public void Dispose() => _listener.Dispose();
}
