using System.Collections.Immutable;

namespace LmsActors.Connections;

/// <summary>Whom a learner follows, befriends, blocks and mutes. The empty collections are shared by all who have none.</summary>
[GenerateSerializer, Immutable, Alias("connections-state")]
internal sealed record ConnectionsState : IState<ConnectionsState, ConnectionsEvent>
{
    /// <summary>Counts what entered a list, and so orders the lists.</summary>
    [Id(0)] public long Ordinal { get; init; }

    /// <summary>By id: the ordinal.</summary>
    [Id(1)] public ImmutableDictionary<string, long> Following { get; init; } = ImmutableDictionary<string, long>.Empty;

    [Id(2)] public ImmutableDictionary<string, Tie> Friendships { get; init; } = ImmutableDictionary<string, Tie>.Empty;

    [Id(3)] public ImmutableDictionary<string, Tie> Blocks { get; init; } = ImmutableDictionary<string, Tie>.Empty;

    /// <summary>By id: the ordinal.</summary>
    [Id(4)] public ImmutableDictionary<string, long> Muted { get; init; } = ImmutableDictionary<string, long>.Empty;

    /// <summary>Those of <see cref="Blocks"/> that stand now, in either direction.</summary>
    [Id(5)] public ImmutableHashSet<string> Hidden { get; init; } = [];

    public ConnectionsState Apply(Happened<ConnectionsEvent> happened) => happened.Event switch
    {
        LearnerFollowed e => this with { Ordinal = Ordinal + 1, Following = Following.SetItem(e.LearnerId, Ordinal + 1) },
        LearnersFollowed e => this with
        {
            Ordinal = Ordinal + e.LearnerIds.Count,
            Following = Following.SetItems(e.LearnerIds.Select((id, i) => KeyValuePair.Create(id, Ordinal + 1 + i))),
        },
        LearnerUnfollowed e => this with { Following = Following.Remove(e.LearnerId) },
        FriendshipMoved e => WithFriendship(e.LearnerId, tie => tie with { Mine = Math.Max(tie.Mine, e.Stamp) }),
        FriendshipHeard e => WithFriendship(e.LearnerId, tie => tie with { Theirs = Math.Max(tie.Theirs, e.Stamp) }),
        BlockMoved e => WithBlock(e.LearnerId, tie => tie with { Mine = Math.Max(tie.Mine, e.Stamp) }),
        BlockHeard e => WithBlock(e.LearnerId, tie => tie with { Theirs = Math.Max(tie.Theirs, e.Stamp) }),
        LearnerMuted e => this with { Ordinal = Ordinal + 1, Muted = Muted.SetItem(e.LearnerId, Ordinal + 1) },
        LearnerUnmuted e => this with { Muted = Muted.Remove(e.LearnerId) },
        ConnectionErased e => this with
        {
            Following = Following.Remove(e.LearnerId),
            Friendships = Friendships.Remove(e.LearnerId),
            Blocks = Blocks.Remove(e.LearnerId),
            Muted = Muted.Remove(e.LearnerId),
            Hidden = Hidden.Remove(e.LearnerId),
        },
        _ => this,
    };

    public Tie Friendship(string learnerId) => Friendships.GetValueOrDefault(learnerId);

    public Tie Block(string learnerId) => Blocks.GetValueOrDefault(learnerId);

    /// <summary>Whether anything at all is remembered about the other; then it exists.</summary>
    public bool Knows(string learnerId) =>
        Following.ContainsKey(learnerId) || Friendships.ContainsKey(learnerId) || Blocks.ContainsKey(learnerId) || Muted.ContainsKey(learnerId);

    public Relation RelationTo(string learnerId, bool followedBy)
    {
        if (Hidden.Contains(learnerId))
        {
            return Relation.None with { Apart = true };
        }

        var tie = Friendship(learnerId);
        FriendRequest? request = tie.IsFriendship || tie.IsNothing ? null : tie.IWant ? FriendRequest.Sent : FriendRequest.Received;
        return new(Following.ContainsKey(learnerId), followedBy, tie.IsFriendship, request, Muted.ContainsKey(learnerId), Apart: false);
    }

    /// <summary>The ids on a list, with the ordinals that order it.</summary>
    public IEnumerable<KeyValuePair<string, long>> List(ConnectionList list) => list switch
    {
        ConnectionList.Following => Following,
        ConnectionList.Friends => Of(Friendships, tie => tie.IsFriendship),
        ConnectionList.RequestsReceived => Of(Friendships, tie => tie.TheyWant && !tie.IWant),
        ConnectionList.RequestsSent => Of(Friendships, tie => tie.IWant && !tie.TheyWant),
        ConnectionList.Blocked => Of(Blocks, tie => Tie.IsYes(tie.Mine)),
        ConnectionList.Muted => Muted,
        _ => [],
    };

    public FeedSources ToFeedSources() => new(
        Following.Keys.ToImmutableHashSet(),
        List(ConnectionList.Friends).Select(pair => pair.Key).ToImmutableHashSet(),
        Hidden,
        Muted.Keys.ToImmutableHashSet());

    private static IEnumerable<KeyValuePair<string, long>> Of(ImmutableDictionary<string, Tie> ties, Func<Tie, bool> isOn) =>
        ties.Where(pair => isOn(pair.Value)).Select(pair => KeyValuePair.Create(pair.Key, pair.Value.Ordinal));

    private ConnectionsState WithFriendship(string id, Func<Tie, Tie> change) => this with
    {
        Ordinal = Ordinal + 1,
        Friendships = Friendships.SetItem(id, change(Friendship(id)) with { Ordinal = Ordinal + 1 }),
    };

    private ConnectionsState WithBlock(string id, Func<Tie, Tie> change)
    {
        var tie = change(Block(id)) with { Ordinal = Ordinal + 1 };
        return this with
        {
            Ordinal = Ordinal + 1,
            Blocks = Blocks.SetItem(id, tie),
            Hidden = tie.IsBlocked ? Hidden.Add(id) : Hidden.Remove(id),
        };
    }
}
