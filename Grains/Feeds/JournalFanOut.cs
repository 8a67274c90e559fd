using System.Numerics;
using LmsActors.Posts;

namespace LmsActors.Feeds;

/// <summary>
/// Which feed shards want a journal's changes, and the handing over. A fresh activation does not know, and asks all once by sending
/// to all; a shard that wants nothing of this journal says so. Therefore no subscription can be lost with its journal.
/// </summary>
internal sealed class JournalFanOut(FeedRelay relay, ActorKey journal)
{
    private readonly int[] _subscribed = new int[FeedShards.Count];
    private uint _wanted = FeedShards.All;
    private long? _through;

    /// <summary>How many shards are thought to want the changes.</summary>
    public int Width => BitOperations.PopCount(_wanted);

    public void Subscribe(int shard)
    {
        _wanted |= 1u << shard;
        _subscribed[shard]++;
    }

    /// <summary>Whether a post of this journal can be in feeds by way of it: posts for a group are so by the group's journal only.</summary>
    public bool IsForFeeds(PostRef post) => Audiences.GroupOf(post.Audience) is null || Journals.GroupOf(journal.Id) is not null;

    public async Task SendAsync(IReadOnlyList<Happened<JournalEvent>> events)
    {
        _through ??= events[0].Sequence - 1;
        var changes = Changes(events);
        if (changes.Count > 0)
        {
            var batch = new JournalBatch(journal.Id, _through.Value, events[^1].Sequence, changes);
            await SendAsync(batch);
            _through = batch.Through;
        }
    }

    private async Task SendAsync(JournalBatch batch)
    {
        var asked = _wanted;
        if (asked == 0)
        {
            return;
        }

        int[] subscribed = [.. _subscribed];
        var unwanted = asked & await relay.SendAsync(journal.Tenant, asked, batch);

        // Who subscribed while the answer was under way wants it after all.
        for (var shard = 0; shard < subscribed.Length; shard++)
        {
            if (subscribed[shard] == _subscribed[shard])
            {
                _wanted &= ~(unwanted & (1u << shard));
            }
        }
    }

    private List<JournalChange> Changes(IReadOnlyList<Happened<JournalEvent>> events)
    {
        var changes = new List<JournalChange>(events.Count);
        foreach (var (sequence, _, what) in events)
        {
            JournalChange? change = what switch
            {
                JournalEntered e => new(sequence, JournalChangeKind.Published, e.Post),
                JournalRevised e => new(sequence, JournalChangeKind.Edited, e.Post),
                JournalLeft e => new(sequence, JournalChangeKind.Removed, e.Post),
                _ => null,
            };
            if (change is { } happened && IsForFeeds(happened.Post))
            {
                changes.Add(happened);
            }
        }

        return changes;
    }
}
