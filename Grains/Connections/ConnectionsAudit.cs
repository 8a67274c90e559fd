using LmsActors.NameDirectory;

namespace LmsActors.Connections;

/// <summary>What the two sides of a connection must agree upon: who follows whom, and both wills of a friendship or a block.</summary>
internal sealed class ConnectionsAudit : IAudit<ConnectionsState>, IAudit<FollowersState>, IAudit<FollowerShardState>
{
    private const string Follow = "following (follower > followed)";
    private const string ShardSize = "followers in the shard";

    public AuditReport Of(ActorKey key, ConnectionsState state)
    {
        var entries = state.Following.Keys.Select(other => AuditEntry.Truth(Follow, Pair(key.Id, other), "yes"))
            .Concat(Ties("friendship", key.Id, state.Friendships))
            .Concat(Ties("block", key.Id, state.Blocks))
            .Concat(DirectoryBooks.Count(DirectoryKinds.Learner, DirectoryCounters.Follows, key.Id, state.Following.Count));
        return new([.. entries], [.. Faults(state)]);
    }

    public AuditReport Of(ActorKey key, FollowersState state)
    {
        var shards = state.Beyond.Select(shard => AuditEntry.Copy(ShardSize, $"{key.Id}:{shard.Key}", shard.Value.Count));
        var sum = state.First.Count + state.Beyond.Values.Sum(shard => (long)shard.Count);
        IEnumerable<string> faults = state.Count == sum ? [] : [$"it counts {state.Count} followers, and its shards {sum}"];
        return new([.. Followers(key.Id, state.First), .. shards], [.. faults.Concat(Faults(state.First))]);
    }

    public AuditReport Of(ActorKey key, FollowerShardState state) => new(
        [.. Followers(key.Id[..key.Id.LastIndexOf(':')], state.Set), AuditEntry.Truth(ShardSize, key.Id, state.Set.Count)],
        [.. Faults(state.Set)]);

    private static IEnumerable<AuditEntry> Followers(string learnerId, FollowSet set) => set.Marks
        .Where(mark => mark.Value.Follows)
        .Select(mark => AuditEntry.Copy(Follow, Pair(mark.Key, learnerId), "yes"));

    /// <summary>This learner's will is its own truth; what it has heard of the other's will is a copy.</summary>
    private static IEnumerable<AuditEntry> Ties(string book, string self, IEnumerable<KeyValuePair<string, Tie>> ties)
    {
        foreach (var (other, tie) in ties)
        {
            if (tie.Mine != 0)
            {
                yield return AuditEntry.Truth($"will in a {book}", Pair(self, other), tie.Mine);
            }

            if (tie.Theirs != 0)
            {
                yield return AuditEntry.Copy($"will in a {book}", Pair(other, self), tie.Theirs);
            }
        }
    }

    private static IEnumerable<string> Faults(FollowSet set)
    {
        var follow = set.Marks.Values.Count(mark => mark.Follows);
        if (follow != set.Count)
        {
            yield return $"it counts {set.Count} followers, and names {follow}";
        }
    }

    private static IEnumerable<string> Faults(ConnectionsState state)
    {
        var hidden = state.Blocks.Where(pair => pair.Value.IsBlocked).Select(pair => pair.Key);
        if (!state.Hidden.SetEquals(hidden))
        {
            yield return "those whom it hides are not those whom blocks keep apart from it";
        }
    }

    private static string Pair(string from, string to) => $"{from} > {to}";
}
