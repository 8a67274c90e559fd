using System.Collections.Concurrent;

namespace LmsActors.Feeds;

/// <summary>A batch, and the shards that it goes to (a bit each).</summary>
internal readonly record struct OutgoingBatch(JournalBatch Batch, uint Shards);

/// <summary>
/// Carries changes of this silo's journals to the feed shards of a tenant, those of many journals together: a change costs one entry
/// in one message to each shard that wants it, and the busier the journals, the fewer messages there are.
/// </summary>
internal sealed class FeedRelay(IGrainFactory grains)
{
    private readonly ConcurrentDictionary<string, Lane<OutgoingBatch, IReadOnlyDictionary<string, uint>>> _lanes = new();

    /// <summary>Hands the batch to the shards; answers those where nobody wants the journal. Batches of one journal keep their order.</summary>
    public async Task<uint> SendAsync(string tenant, uint shards, JournalBatch batch)
    {
        var lane = _lanes.GetOrAdd(tenant, static (tenant, grains) => new(batches => SendAsync(grains, tenant, batches)), grains);
        return (await lane.SendAsync(new(batch, shards))).GetValueOrDefault(batch.JournalId);
    }

    private static async Task<IReadOnlyDictionary<string, uint>> SendAsync(IGrainFactory grains, string tenant, IReadOnlyList<OutgoingBatch> batches)
    {
        var unwanted = await Task.WhenAll(Enumerable.Range(0, FeedShards.Count).Select(shard => SendAsync(grains, tenant, shard, batches)));
        var bits = new Dictionary<string, uint>();
        for (var shard = 0; shard < unwanted.Length; shard++)
        {
            foreach (var journalId in unwanted[shard])
            {
                bits[journalId] = bits.GetValueOrDefault(journalId) | (1u << shard);
            }
        }

        return bits;
    }

    private static async Task<IReadOnlyList<string>> SendAsync(
        IGrainFactory grains, string tenant, int shard, IReadOnlyList<OutgoingBatch> batches)
    {
        var wanted = new List<JournalBatch>(batches.Count);
        foreach (var (batch, shards) in batches)
        {
            if ((shards & (1u << shard)) != 0)
            {
                wanted.Add(batch);
            }
        }

        return wanted.Count == 0 ? [] : await grains.Actor<IFeedShardGrain>(FeedShards.Key(tenant, shard)).ReceiveAsync(wanted);
    }
}
