using Orleans.Concurrency;

namespace LmsActors.Kernel;

/// <summary>A place in a stream: the log's incarnation and the number of an event in it. Written <c>epoch-sequence</c>.</summary>
/// <param name="Epoch">Changes when the numbers of the log no longer mean what they meant; then a client needs a snapshot.</param>
/// <param name="Sequence">The number of the last event seen; 0 is before the first.</param>
[GenerateSerializer, Immutable, Alias("stream-position")]
public readonly record struct StreamPosition([property: Id(0)] long Epoch, [property: Id(1)] long Sequence)
{
    public override string ToString() => $"{Epoch}-{Sequence}";

    /// <summary>Reads <c>epoch-sequence</c>; null for anything else.</summary>
    public static StreamPosition? TryParse(string? text)
    {
        var dash = text?.IndexOf('-') ?? -1;
        return dash > 0
            && long.TryParse(text.AsSpan(0, dash), out var epoch)
            && long.TryParse(text.AsSpan(dash + 1), out var sequence)
            && sequence >= 0
                ? new(epoch, sequence)
                : null;
    }
}

/// <summary>One event of a stream as clients see it. The data is JSON, made once by the actor, and written through unchanged.</summary>
/// <param name="Sequence">Its number in the stream; growing, not necessarily without gaps.</param>
/// <param name="At">When it happened.</param>
/// <param name="Type">Kebab-case, past tense: <c>message-posted</c>.</param>
/// <param name="Data">UTF-8 JSON, an object.</param>
/// <param name="ActorId">The learner who did it, for hiding it from those whom a block keeps apart; null for nobody.</param>
[GenerateSerializer, Immutable, Alias("live-event")]
public sealed record LiveEvent(
    [property: Id(0)] long Sequence,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] string Type,
    [property: Id(3)] byte[] Data,
    [property: Id(4)] string? ActorId = null);

/// <summary>All events of a stream with numbers in (<paramref name="After"/>, <paramref name="Through"/>] that clients may see.</summary>
[GenerateSerializer, Immutable, Alias("live-batch")]
public sealed record LiveBatch(
    [property: Id(0)] long Epoch,
    [property: Id(1)] long After,
    [property: Id(2)] long Through,
    [property: Id(3)] IReadOnlyList<LiveEvent> Events);

/// <summary>Where a subscriber starts: at a snapshot, or with the events that it missed.</summary>
/// <param name="Position">The place that the snapshot shows, or that the events lead to.</param>
/// <param name="Snapshot">UTF-8 JSON of the actor's view, when the position asked for cannot be resumed from.</param>
/// <param name="Missed">Else the events after it, oldest first.</param>
[GenerateSerializer, Immutable, Alias("stream-start")]
public sealed record StreamStart(
    [property: Id(0)] StreamPosition Position,
    [property: Id(1)] byte[]? Snapshot,
    [property: Id(2)] IReadOnlyList<LiveEvent> Missed);

/// <summary>
/// An API silo, watching one stream for all of its clients. Calls are one-way; a lost one shows as a gap in
/// <see cref="LiveBatch.After"/>, and the silo then reads the stream again.
/// </summary>
[Alias("live-observer")]
public interface ILiveObserver : IGrainObserver
{
    /// <summary>New events, in order.</summary>
    [OneWay, Alias("events")]
    Task OnEventsAsync(LiveBatch batch);

    /// <summary>A signal that is not in the log (typing, presence): lossy by design, at most ten a second.</summary>
    [OneWay, Alias("tick")]
    Task OnTickAsync(string type, byte[] data);

    /// <summary>These learners may no longer see the stream; null means that everybody's right must be checked again.</summary>
    [OneWay, Alias("revoked")]
    Task OnRevokedAsync(IReadOnlyList<string>? learnerIds);

    /// <summary>The actor goes away and forgets its observers: attach again at once.</summary>
    [OneWay, Alias("lost")]
    Task OnLostAsync();
}

/// <summary>
/// An actor whose log, as an audience may see it, is a live stream; <c>stream</c> names which, where one actor holds several
/// (a shard of feeds holds one per learner).
/// </summary>
[Alias("live-actor")]
public interface ILiveActor : IGrainWithStringKey
{
    /// <summary>Checks the viewer's right and gives what it missed after <paramref name="after"/>, or a snapshot.</summary>
    [Alias("read-stream")]
    Task<Result<StreamStart>> ReadStreamAsync(string stream, Viewer viewer, StreamPosition? after);

    /// <summary>Registers, or renews, a silo's observer for <see cref="LiveLease.Duration"/>; answers the place from which it gets events.</summary>
    [Alias("attach")]
    Task<StreamPosition> AttachAsync(string stream, ILiveObserver observer);

    /// <summary>Ends the lease at once.</summary>
    [Alias("detach")]
    Task DetachAsync(string stream, ILiveObserver observer);
}

/// <summary>How long an observer is kept without being renewed, and how often API silos renew.</summary>
public static class LiveLease
{
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan Renewal = TimeSpan.FromSeconds(20);
}
