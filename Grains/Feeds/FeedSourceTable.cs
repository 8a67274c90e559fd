using Microsoft.Extensions.Logging;

namespace LmsActors.Feeds;

/// <summary>The journals that feeds of a shard are made of, each held once while at least one feed has it.</summary>
internal sealed class FeedSourceTable(IGrainFactory grains, string tenant, int shard, FeedPump pump, ILogger logger)
{
    private readonly Dictionary<string, FeedSource> _sources = [];

    public int Count => _sources.Count;

    /// <summary>The journal, held for one feed more; wait for <see cref="ReadyAsync"/> before reading its ring.</summary>
    public FeedSource Acquire(string journalId)
    {
        if (!_sources.TryGetValue(journalId, out var source))
        {
            source = new(journalId);
            _sources.Add(journalId, source);
            source.Loading = LoadAsync(source);
        }

        source.Feeds++;
        return source;
    }

    public void Release(FeedSource source)
    {
        if (--source.Feeds == 0)
        {
            _sources.Remove(source.JournalId);
        }
    }

    /// <summary>Waits until all of these rings can be trusted; reads again what could not be read before.</summary>
    public Task ReadyAsync(IEnumerable<FeedSource> sources)
    {
        var loading = sources.Where(source => !source.IsLoaded).Select(Loading).ToList();
        return loading.Count == 0 ? Task.CompletedTask : Task.WhenAll(loading);
    }

    /// <summary>Reads again what could not be read, for those who watch and do not ask.</summary>
    public void Retry()
    {
        foreach (var source in _sources.Values.Where(source => !source.IsLoaded))
        {
            Loading(source).Ignore();
        }
    }

    /// <summary>Takes changes in and hands them to the pump; answers the journals that nobody here wants.</summary>
    public IReadOnlyList<string> Receive(IReadOnlyList<JournalBatch> batches)
    {
        List<string>? unwanted = null;
        foreach (var batch in batches)
        {
            if (!_sources.TryGetValue(batch.JournalId, out var source))
            {
                (unwanted ??= []).Add(batch.JournalId);
            }
            else if (!source.Apply(batch, pump.Publish))
            {
                logger.LogInformation("{Journal} has a gap after {Through}; it is read again.", source.JournalId, source.Through);
                source.Unload();
                source.Apply(batch, null);
                source.Loading = LoadAsync(source);
            }
        }

        return unwanted ?? (IReadOnlyList<string>)[];
    }

    private Task Loading(FeedSource source) => source.Loading.IsCompleted ? source.Loading = LoadAsync(source) : source.Loading;

    private async Task LoadAsync(FeedSource source)
    {
        var journal = grains.Actor<IJournalGrain>(new ActorKey(tenant, source.JournalId));
        source.Load(await journal.SubscribeAsync(shard, FeedRing.Kept));
        foreach (var feed in source.Watching)
        {
            pump.Reset(feed);
        }
    }
}
