using LmsActors.Posts;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LmsActors.Feeds;

[GrainType("feed-shard"), Reentrant]
internal sealed class FeedShardGrain : Grain, IFeedShardGrain
{
    private static readonly TimeSpan SweepPeriod = TimeSpan.FromSeconds(15);
    private static readonly Refusal Unknown = Refusal.NotFound("feed.not-found", "There is no such feed.");

    private readonly FeedReader _reader;
    private readonly FeedSourceTable _sources;
    private readonly FeedTable _feeds;
    private readonly ILogger _logger;
    private IGrainTimer? _sweeping;

    public FeedShardGrain(IGrainFactory grains, TimeProvider time, ILogger<FeedShardGrain> logger)
    {
        _logger = logger;
        var key = ActorKey.Parse(this.GetPrimaryKeyString());
        _reader = new(grains, key.Tenant);
        var pump = new FeedPump(grains, key.Tenant, _reader, logger);
        _sources = new(grains, key.Tenant, int.Parse(key.Id), pump, logger);
        _feeds = new(grains, key.Tenant, time, _sources, pump);
    }

    public async Task<Page<Post>> ReadAsync(Viewer viewer, Paging paging) =>
        await _reader.PageAsync(await PresentAsync(viewer.LearnerId), viewer, paging);

    public async Task RefreshAsync(string learnerId)
    {
        try
        {
            await _feeds.RefreshAsync(learnerId);
        }
        catch (Exception e)
        {
            // The feed is not shown before it could be read; who told of the change has nothing more to do.
            _logger.LogWarning(e, "The feed of {Learner} could not be refreshed; it will be tried again.", learnerId);
        }
    }

    public Task<IReadOnlyList<string>> ReceiveAsync(IReadOnlyList<JournalBatch> batches) => Task.FromResult(_sources.Receive(batches));

    public async Task<Result<StreamStart>> ReadStreamAsync(string stream, Viewer viewer, StreamPosition? after)
    {
        if (FeedStreams.LearnerOf(stream) != viewer.LearnerId)
        {
            return Unknown;
        }

        var feed = await PresentAsync(viewer.LearnerId);
        feed.Stream.Touch();
        _feeds.Watch(feed);
        var position = feed.Stream.Position;
        if (after is { } place && feed.Stream.After(place) is { } missed)
        {
            return new StreamStart(position, null, [.. missed.Where(happened => happened.ActorId is null || viewer.Sees(happened.ActorId))]);
        }

        // Events from here on may be in the snapshot already; taking them in twice changes nothing.
        return new StreamStart(position, await _reader.SnapshotAsync(feed, viewer), []);
    }

    public async Task<StreamPosition> AttachAsync(string stream, ILiveObserver observer)
    {
        var feed = await PresentAsync(FeedStreams.LearnerOf(stream) ?? throw new ArgumentException($"'{stream}' is not a feed."));
        feed.Stream.Subscribers.Attach(observer);
        _feeds.Watch(feed);
        return feed.Stream.Position;
    }

    public Task DetachAsync(string stream, ILiveObserver observer)
    {
        if (FeedStreams.LearnerOf(stream) is { } learnerId && _feeds.Find(learnerId) is { } feed)
        {
            feed.Stream.Subscribers.Detach(observer);
            feed.Stream.Touch();
        }

        return Task.CompletedTask;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        foreach (var feed in _feeds.All)
        {
            feed.Stream.Subscribers.Lose();
        }

        return base.OnDeactivateAsync(reason, cancellationToken);
    }

    private Task<FeedPresence> PresentAsync(string learnerId)
    {
        _sweeping ??= this.RegisterGrainTimer(
            _ => SweepAsync(), new GrainTimerCreationOptions(SweepPeriod, SweepPeriod) { Interleave = true, KeepAlive = true });
        return _feeds.PresentAsync(learnerId);
    }

    private Task SweepAsync()
    {
        _sources.Retry();
        _feeds.Retry();
        _feeds.Sweep();
        if (_feeds.Count == 0)
        {
            _sweeping?.Dispose();
            _sweeping = null;
        }

        return Task.CompletedTask;
    }
}
