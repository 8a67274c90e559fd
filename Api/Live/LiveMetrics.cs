using System.Diagnostics.Metrics;

namespace LmsActors.Live;

/// <summary>What the live streams of this API silo are like, as OpenTelemetry metrics of the meter <c>LmsActors.Live</c>.</summary>
internal sealed class LiveMetrics : IHostedService, IDisposable
{
    private static readonly Meter Shared = new("LmsActors.Live");
    private static readonly Counter<long> Frames = Shared.CreateCounter<long>("lmsactors.live.frames", "{frame}", "Frames handed to the connections of watchers");
    private static readonly Counter<long> Resyncs = Shared.CreateCounter<long>("lmsactors.live.resyncs", "{watcher}", "Watchers told to read a stream again, by reason");

    private readonly Meter _meter = new("LmsActors.Live");

    public LiveMetrics(LiveClients clients, LiveRelay relay)
    {
        _meter.CreateObservableGauge("lmsactors.live.connections", () => clients.Count, "{connection}", "Hub connections that are open");
        _meter.CreateObservableGauge("lmsactors.live.streams", () => relay.StreamCount, "{stream}", "Streams that somebody here watches");
    }

    public static void Sent(int watchers) => Frames.Add(watchers);

    public static void Resync(int watchers, string reason) => Resyncs.Add(watchers, new KeyValuePair<string, object?>("reason", reason));

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _meter.Dispose();
}
