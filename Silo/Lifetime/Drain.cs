using Microsoft.Extensions.Configuration;

namespace LmsActors.Hosting;

/// <summary>
/// The time between being told to stop and stopping. From <see cref="Begun"/> on this process says that it is not ready, and goes on
/// serving until its load balancer has taken notice; at half-time, <see cref="Leaving"/>, those who stay connected are asked to connect
/// to another. A stop without a drain brings about both at once.
/// </summary>
public sealed class Drain : IDisposable
{
    /// <summary>The setting that says how long it takes.</summary>
    public const string Setting = "Silo:DrainFor";

    private static readonly TimeSpan Most = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan OfServers = TimeSpan.FromSeconds(5);

    private readonly TimeProvider _time;
    private readonly CancellationTokenSource _begun = new();
    private readonly CancellationTokenSource _leaving = new();
    private int _begins;

    /// <param name="duration">How long it takes; zero for a process to which nobody sends anything.</param>
    /// <param name="time">Whose time.</param>
    public Drain(TimeSpan duration, TimeProvider time) => (For, _time) = (duration, time);

    /// <summary>How long it takes: longer than a load balancer needs to notice that a process is not ready any more.</summary>
    public TimeSpan For { get; }

    /// <summary>Nothing new should be sent here.</summary>
    public CancellationToken Begun => _begun.Token;

    /// <summary>Whoever stays connected should connect to another process.</summary>
    public CancellationToken Leaving => _leaving.Token;

    public void Dispose()
    {
        _begun.Dispose();
        _leaving.Dispose();
    }

    /// <summary>Reads the duration: 0 to 60 seconds. By default 5 seconds where clients are served by one process of several, else none.</summary>
    /// <exception cref="ConfigurationException">It is none that there may be.</exception>
    internal static TimeSpan Read(IConfiguration configuration, bool servesClients) =>
        configuration[Setting] is not { Length: > 0 } given
            ? servesClients && ClusterSettings.Read(configuration).Provider != ClusteringProvider.None ? OfServers : TimeSpan.Zero
        : TimeSpan.TryParse(given, out var duration) && duration >= TimeSpan.Zero && duration <= Most ? duration
        : throw new ConfigurationException($"Silo__DrainFor is '{given}'. Allowed: 00:00:00 to {Most:c}, as hours:minutes:seconds.");

    /// <summary>Goes through it, once; false when it has begun already.</summary>
    /// <param name="stopped">Ends it early.</param>
    internal async Task<bool> RunAsync(CancellationToken stopped)
    {
        if (Interlocked.Exchange(ref _begins, 1) == 1)
        {
            return false;
        }

        await _begun.CancelAsync();
        await WaitAsync(For / 2, stopped);
        await _leaving.CancelAsync();
        await WaitAsync(For / 2, stopped);
        return true;
    }

    /// <summary>The process stops now.</summary>
    internal void End()
    {
        _begun.Cancel();
        _leaving.Cancel();
    }

    private async Task WaitAsync(TimeSpan duration, CancellationToken stopped) =>
        await Task.Delay(duration, _time, stopped).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
