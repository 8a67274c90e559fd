using LmsActors.Connections;
using LmsActors.Groups;

namespace LmsActors.Feeds;

/// <summary>The learners of a shard who are here, and what their feeds are made of.</summary>
internal sealed class FeedTable(IGrainFactory grains, string tenant, TimeProvider time, FeedSourceTable sources, FeedPump pump)
{
    /// <summary>How long a learner is here after the feed was last read.</summary>
    private static readonly TimeSpan Presence = TimeSpan.FromMinutes(30);

    private readonly Dictionary<string, FeedPresence> _present = [];
    private readonly HashSet<FeedPresence> _watched = [];

    public int Count => _present.Count;

    public IEnumerable<FeedPresence> All => _present.Values;

    public FeedPresence? Find(string learnerId) => _present.GetValueOrDefault(learnerId);

    /// <summary>The learner's feed, complete; the learner is here from now on.</summary>
    public async Task<FeedPresence> PresentAsync(string learnerId)
    {
        if (!_present.TryGetValue(learnerId, out var feed))
        {
            feed = new(learnerId, time);
            _present.Add(learnerId, feed);
        }

        feed.LastSeen = time.GetUtcNow();
        if (feed.Loading is not null || !feed.IsLoaded)
        {
            await Loading(feed);
        }

        await sources.ReadyAsync(feed.Sources);
        return feed;
    }

    /// <summary>Reads again what the learner's feed is made of; nothing for who is not here.</summary>
    public Task RefreshAsync(string learnerId)
    {
        if (!_present.TryGetValue(learnerId, out var feed))
        {
            return Task.CompletedTask;
        }

        feed.IsStale = true;
        return Loading(feed);
    }

    /// <summary>Tries again, for those who watch and do not ask, what could not be read.</summary>
    public void Retry()
    {
        foreach (var feed in _watched.Where(feed => !feed.IsLoaded))
        {
            Loading(feed).Ignore();
        }
    }

    /// <summary>Changes of the feed's journals become events from now on.</summary>
    public void Watch(FeedPresence feed)
    {
        if (_watched.Add(feed))
        {
            SetWatching(feed, isWatching: true);
        }
    }

    /// <summary>Lets go of those who watch no longer, and of those who have not been here for long.</summary>
    public void Sweep()
    {
        foreach (var feed in _present.Values)
        {
            feed.Stream.Subscribers.Expire();
        }

        foreach (var feed in _watched.Where(feed => !feed.Stream.IsWatched).ToList())
        {
            _watched.Remove(feed);
            SetWatching(feed, isWatching: false);
            feed.Stream.Break();
        }

        var limit = time.GetUtcNow() - Presence;
        foreach (var feed in _present.Values.Where(feed => feed.LastSeen < limit && feed.Loading is null && !feed.Stream.IsWatched).ToList())
        {
            _present.Remove(feed.LearnerId);
            Release(feed.Sources);
        }
    }

    private Task Loading(FeedPresence feed) => feed.Loading ??= LoadAsync(feed);

    private async Task LoadAsync(FeedPresence feed)
    {
        try
        {
            feed.IsLoaded = false;
            do
            {
                feed.IsStale = false;
                await LoadOnceAsync(feed);
            }
            while (feed.IsStale);

            feed.IsLoaded = true;
            pump.Reset(feed);
        }
        finally
        {
            feed.Loading = null;
        }
    }

    private async Task LoadOnceAsync(FeedPresence feed)
    {
        var asked = grains.Actor<IConnectionsGrain>(new ActorKey(tenant, feed.LearnerId)).FeedSourcesAsync();
        var groups = await grains.Actor<IMembershipsGrain>(new ActorKey(tenant, feed.LearnerId)).GroupsAsync();
        var sets = await asked;
        var made = feed.JournalIds(sets, groups.Keys).Select(sources.Acquire).ToList();
        try
        {
            await sources.ReadyAsync(made);
        }
        catch
        {
            Release(made);
            throw;
        }

        SetWatching(feed, isWatching: false);
        var former = feed.Sources;
        (feed.Sets, feed.Sources) = (sets, made);
        SetWatching(feed, _watched.Contains(feed));
        Release(former);
    }

    private void Release(IReadOnlyList<FeedSource> held)
    {
        foreach (var source in held)
        {
            sources.Release(source);
        }
    }

    private static void SetWatching(FeedPresence feed, bool isWatching)
    {
        foreach (var source in feed.Sources)
        {
            _ = isWatching ? source.Watching.Add(feed) : source.Watching.Remove(feed);
        }
    }
}
