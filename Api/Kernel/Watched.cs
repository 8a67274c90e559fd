using System.Collections.Concurrent;

namespace LmsActors.Kernel;

/// <summary>Where a value comes from: the actor whose stream tells of its changes, and how to read it.</summary>
internal sealed record WatchSource<TValue>(Func<ActorKey, ILiveActor> Actor, Func<ActorKey, string> Stream, Func<ActorKey, Task<TValue?>> ReadAsync)
    where TValue : class;

/// <summary>
/// Facts of other actors that nearly every request needs, held in this API silo and kept fresh by watching the actors' internal
/// streams: a change is known here as soon as it is on disk. What nobody asked for in two minutes is let go.
/// </summary>
internal sealed partial class Watched<TValue>(IGrainFactory grains, TimeProvider time, ILogger logger, WatchSource<TValue> source) : BackgroundService
    where TValue : class
{
    private const int IdleRounds = 6;

    /// <summary>How many rounds of renewal a value is believed without any word of a change.</summary>
    private const int FreshRounds = 3;

    private readonly ConcurrentDictionary<ActorKey, Entry> _entries = new();
    private readonly IGrainFactory _grains = grains;
    private readonly ILogger _logger = logger;
    private readonly WatchSource<TValue> _source = source;

    /// <summary>Raised after an actor's stream told of a change, and <see cref="GetAsync"/> answers anew.</summary>
    public event Action<ActorKey>? Changed;

    /// <summary>The value; null when the actor has none.</summary>
    public ValueTask<TValue?> GetAsync(ActorKey key) =>
        _entries.TryGetValue(key, out var entry) && entry.Use() is { } value ? new(value) : new(LoadAsync(key));

    /// <summary>Reads anew at the next call; for a change that was made through this silo.</summary>
    public void Forget(ActorKey key)
    {
        if (_entries.TryGetValue(key, out var entry))
        {
            entry.MakeStale();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(LiveLease.Renewal, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await Parallel.ForEachAsync(_entries, new ParallelOptions { MaxDegreeOfParallelism = 16, CancellationToken = stoppingToken }, KeepAsync);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops; leases run out by themselves.
        }
    }

    private async Task<TValue?> LoadAsync(ActorKey key)
    {
        var entry = _entries.GetOrAdd(key, static (key, owner) => new Entry(owner, key), this);
        var value = await entry.LoadAsync();
        if (value is null)
        {
            await DropAsync(entry);
        }

        return value;
    }

    private async ValueTask KeepAsync(KeyValuePair<ActorKey, Entry> pair, CancellationToken cancellation)
    {
        try
        {
            await (pair.Value.GrowOlder() ? DropAsync(pair.Value) : pair.Value.AttachAsync());
        }
        catch (Exception e) when (!cancellation.IsCancellationRequested)
        {
            pair.Value.MakeStale();
            _logger.LogInformation(e, "The watch over {Actor} could not be renewed; it will be tried again.", pair.Key);
        }
    }

    private Task DropAsync(Entry entry) => _entries.TryRemove(KeyValuePair.Create(entry.Key, entry)) ? entry.DetachAsync() : Task.CompletedTask;
}
