using Microsoft.Extensions.Logging;

namespace LmsActors.Kernel;

/// <summary>An actor whose log is also a live stream: what is committed is pushed to the API silos that watch it.</summary>
internal abstract class LiveLogGrain<TState, TEvent>(Log<TState, TEvent> log, ILogger logger)
    : LogGrain<TState, TEvent>(log, logger), ILiveActor
    where TState : class, IState<TState, TEvent>, new()
{
    protected LiveSubscribers Subscribers { get; } = new(log.Time);

    private StreamPosition Position => new(Log.Epoch, Log.CommittedSequence);

    /// <inheritdoc />
    public async Task<Result<StreamStart>> ReadStreamAsync(string stream, Viewer viewer, StreamPosition? after)
    {
        if (await MayWatchAsync(viewer) is { } refusal)
        {
            return refusal;
        }

        if (after is { } place && place.Epoch == Log.Epoch && Log.After(place.Sequence) is { } missed)
        {
            return new StreamStart(Position, null, Project(missed, viewer));
        }

        var position = Position;
        return new StreamStart(position, Snapshot(Log.Committed, viewer), []);
    }

    /// <inheritdoc />
    public virtual Task<StreamPosition> AttachAsync(string stream, ILiveObserver observer)
    {
        Subscribers.Attach(observer);
        return Task.FromResult(Position);
    }

    /// <inheritdoc />
    public Task DetachAsync(string stream, ILiveObserver observer)
    {
        Subscribers.Detach(observer);
        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        Subscribers.Lose();
        return base.OnDeactivateAsync(reason, cancellationToken);
    }

    /// <summary>Null if the viewer may watch, else why not.</summary>
    protected abstract ValueTask<Refusal?> MayWatchAsync(Viewer viewer);

    /// <summary>The view that a fresh watcher starts from, as UTF-8 JSON; without those whom the viewer must not see.</summary>
    protected abstract byte[] Snapshot(TState state, Viewer viewer);

    /// <summary>The event as watchers see it; null when it is none of their business.</summary>
    protected abstract LiveEvent? Project(Happened<TEvent> happened);

    protected override void OnCommitted(long before, long through)
    {
        if (!Subscribers.IsEmpty && Log.After(before) is { } events)
        {
            Subscribers.Publish(new(Log.Epoch, before, through, Project(events, null)));
        }
    }

    private List<LiveEvent> Project(List<Happened<TEvent>> events, Viewer? viewer)
    {
        var projected = new List<LiveEvent>(events.Count);
        foreach (var happened in events)
        {
            if (Project(happened) is { } visible && (viewer is null || visible.ActorId is null || viewer.Sees(visible.ActorId)))
            {
                projected.Add(visible);
            }
        }

        return projected;
    }
}
