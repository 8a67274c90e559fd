using System.Runtime.CompilerServices;
using LmsActors.Chat;

namespace LmsActors.Live;

/// <summary>Tells rooms how many learners watch them through this API silo: soon after that has changed, and before the lease runs out.</summary>
internal sealed class RoomPresence(LiveRelay relay, IGrainFactory grains, TimeProvider time, ILogger<RoomPresence> logger) : BackgroundService
{
    private const int MaxNamed = 50;
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    private readonly ConditionalWeakTable<LiveStream, Report> _reports = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await Task.WhenAll(relay.Streams.Where(IsDue).Select(ReportAsync));
            }
        }
        catch (OperationCanceledException)
        {
            // Stopping; rooms find out by the leases.
        }
    }

    private bool IsDue(LiveStream stream)
    {
        if (!stream.Name.StartsWith("room/", StringComparison.Ordinal) || stream.Reference is null)
        {
            return false;
        }

        return !_reports.TryGetValue(stream, out var last)
            || !ReferenceEquals(last.Watches, stream.Watches)
            || (stream.Watches.Count > 0 && time.GetElapsedTime(last.At) >= LiveLease.Renewal);
    }

    private async Task ReportAsync(LiveStream stream)
    {
        var watches = stream.Watches;
        _reports.AddOrUpdate(stream, new(watches, time.GetTimestamp()));
        var people = watches.Select(watch => watch.Watcher.Viewer).DistinctBy(viewer => viewer.LearnerId).ToList();
        try
        {
            if (stream.Address.Actor(grains) is IRoomGrain room)
            {
                await room.PresenceAsync(stream.Reference!, people.Count, [.. people.Take(MaxNamed).Select(one => new Person(one.LearnerId, one.Name))]);
            }
        }
        catch (Exception e)
        {
            logger.LogInformation(e, "{Stream} was not told who is there; it will be.", stream.Name);
            _reports.Remove(stream);
        }
    }

    private sealed record Report(IReadOnlyList<Watch> Watches, long At);
}
