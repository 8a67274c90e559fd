using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace LmsActors.Feeds;

/// <summary>
/// Carries changes of this silo's journals to the feed shards. One message to a shard is under way at a time; what arrives
/// meanwhile goes with the next. So the busier the journals, the fewer messages a change costs.
/// </summary>
internal sealed class FeedRelay(IGrainFactory grains, ILogger<FeedRelay> logger)
{
    private const int MaxBatches = 4096;

    private readonly ConcurrentDictionary<string, Lane> _lanes = new();

    /// <summary>Hands the batch to the shard; answers whether anyone there wants the journal. Batches of one journal keep their order.</summary>
    public Task<bool> SendAsync(string tenant, int shard, JournalBatch batch)
    {
        var key = FeedShards.Key(tenant, shard);
        var lane = _lanes.GetOrAdd(key, static (key, of) => new(of.Grains.GetGrain<IFeedShardGrain>(key), of.Logger), (Grains: grains, Logger: logger));
        return lane.SendAsync(batch);
    }

    private sealed class Lane(IFeedShardGrain shard, ILogger logger)
    {
        private readonly Lock _lock = new();
        private List<(JournalBatch Batch, TaskCompletionSource<bool> Done)> _waiting = [];
        private bool _isRunning;

        public Task<bool> SendAsync(JournalBatch batch)
        {
            var done = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_lock)
            {
                _waiting.Add((batch, done));
                if (_isRunning)
                {
                    return done.Task;
                }

                _isRunning = true;
            }

            _ = RunAsync();
            return done.Task;
        }

        private async Task RunAsync()
        {
            // Leaves the turn of the journal that came first: what follows serves all of them.
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            while (Next() is { } taken)
            {
                await SendAsync(taken).ConfigureAwait(false);
            }
        }

        private List<(JournalBatch Batch, TaskCompletionSource<bool> Done)>? Next()
        {
            lock (_lock)
            {
                _isRunning = _waiting.Count > 0;
                if (!_isRunning)
                {
                    return null;
                }

                var taken = _waiting.Count <= MaxBatches ? _waiting : _waiting.GetRange(0, MaxBatches);
                _waiting = _waiting.Count <= MaxBatches ? [] : _waiting.GetRange(MaxBatches, _waiting.Count - MaxBatches);
                return taken;
            }
        }

        private async Task SendAsync(List<(JournalBatch Batch, TaskCompletionSource<bool> Done)> taken)
        {
            try
            {
                var unwanted = await shard.ReceiveAsync([.. taken.Select(item => item.Batch)]).ConfigureAwait(false);
                var set = unwanted.Count == 0 ? null : unwanted.ToHashSet();
                taken.ForEach(item => item.Done.SetResult(set is null || !set.Contains(item.Batch.JournalId)));
            }
            catch (Exception e)
            {
                logger.LogInformation(e, "A feed shard could not be reached; its journals will try again.");
                taken.ForEach(item => item.Done.SetException(e));
            }
        }
    }
}
