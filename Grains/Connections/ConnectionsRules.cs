namespace LmsActors.Connections;

/// <summary>Every decision about connections. The other learner is known to exist, and not to be oneself.</summary>
internal static class ConnectionsRules
{
    public const int Follows = 10_000;
    public const int Friends = 5_000;
    public const int Blocks = 10_000;
    public const int Mutes = 10_000;

    /// <summary>How many learners a friendship was ever touched upon with; what ended is remembered, so that what is late cannot revive it.</summary>
    public const int Ties = 20_000;

    public static Decision<ConnectionsEvent> Follow(ConnectionsState state, string other) =>
        state.Hidden.Contains(other) ? ConnectionsRefusals.NotFound
        : state.Following.ContainsKey(other) ? Decision<ConnectionsEvent>.Nothing
        : state.Following.Count >= Follows ? ConnectionsRefusals.TooManyFollows
        : new LearnerFollowed(other);

    public static Decision<ConnectionsEvent> FollowMany(ConnectionsState state, string self, IReadOnlyList<string> others)
    {
        var fresh = others
            .Where(id => id != self && !state.Hidden.Contains(id) && !state.Following.ContainsKey(id))
            .Distinct()
            .ToArray();
        return fresh.Length == 0 ? Decision<ConnectionsEvent>.Nothing
            : state.Following.Count + fresh.Length > Follows ? ConnectionsRefusals.TooManyFollows
            : Decision<ConnectionsEvent>.About(fresh.Length, new LearnersFollowed(fresh));
    }

    public static Decision<ConnectionsEvent> Unfollow(ConnectionsState state, string other) =>
        state.Hidden.Contains(other) ? ConnectionsRefusals.NotFound
        : state.Following.ContainsKey(other) ? new LearnerUnfollowed(other)
        : Decision<ConnectionsEvent>.Nothing;

    public static Decision<ConnectionsEvent> Befriend(ConnectionsState state, string other)
    {
        var tie = state.Friendship(other);
        return state.Hidden.Contains(other) ? ConnectionsRefusals.NotFound
            : tie.IWant ? Decision<ConnectionsEvent>.Nothing
            : !HasRoom(state, other) ? ConnectionsRefusals.TooManyFriends
            : new FriendshipMoved(other, tie.Yes);
    }

    public static Decision<ConnectionsEvent> Unfriend(ConnectionsState state, string other)
    {
        var tie = state.Friendship(other);
        return state.Hidden.Contains(other) ? ConnectionsRefusals.NotFound
            : tie.IsNothing ? Decision<ConnectionsEvent>.Nothing
            : new FriendshipMoved(other, tie.No);
    }

    /// <summary>Whether <paramref name="other"/> may ask for friendship: null, or why not.</summary>
    public static Refusal? Knock(ConnectionsState state, string other) =>
        state.Hidden.Contains(other) ? ConnectionsRefusals.NotFound
        : state.Friendship(other).IWant || HasRoom(state, other) ? null
        : ConnectionsRefusals.OtherHasTooManyFriends;

    /// <summary>A learner who is hidden by the other's block alone is not there to be blocked.</summary>
    public static Decision<ConnectionsEvent> Block(ConnectionsState state, string other)
    {
        var tie = state.Block(other);
        return Tie.IsYes(tie.Mine) ? Decision<ConnectionsEvent>.Nothing
            : tie.IsBlocked ? ConnectionsRefusals.NotFound
            : state.Blocks.Count >= Blocks && !state.Blocks.ContainsKey(other) ? ConnectionsRefusals.TooManyBlocks
            : Decision<ConnectionsEvent>.Of([new BlockMoved(other, tie.Mine + 1), .. Part(state, other)]);
    }

    public static Decision<ConnectionsEvent> Unblock(ConnectionsState state, string other)
    {
        var tie = state.Block(other);
        return Tie.IsYes(tie.Mine) ? new BlockMoved(other, tie.Mine + 1)
            : tie.IsBlocked ? ConnectionsRefusals.NotFound
            : Decision<ConnectionsEvent>.Nothing;
    }

    public static Decision<ConnectionsEvent> Mute(ConnectionsState state, string other) =>
        state.Hidden.Contains(other) ? ConnectionsRefusals.NotFound
        : state.Muted.ContainsKey(other) ? Decision<ConnectionsEvent>.Nothing
        : state.Muted.Count >= Mutes ? ConnectionsRefusals.TooManyMutes
        : new LearnerMuted(other);

    public static Decision<ConnectionsEvent> Unmute(ConnectionsState state, string other) =>
        state.Hidden.Contains(other) ? ConnectionsRefusals.NotFound
        : state.Muted.ContainsKey(other) ? new LearnerUnmuted(other)
        : Decision<ConnectionsEvent>.Nothing;

    /// <summary>What <paramref name="other"/> told of its side. Old news and repeated news change nothing.</summary>
    public static Decision<ConnectionsEvent> Hear(ConnectionsState state, string other, PairNews news)
    {
        var (friendship, block) = (state.Friendship(other), state.Block(other));
        var heard = new List<ConnectionsEvent>(4);
        if (news.Block > block.Theirs)
        {
            heard.Add(new BlockHeard(other, news.Block));
            block = block with { Theirs = news.Block };
        }

        if (news.Friendship > friendship.Theirs)
        {
            heard.Add(new FriendshipHeard(other, news.Friendship));
            friendship = friendship with { Theirs = news.Friendship };
        }

        if (block.IsBlocked)
        {
            heard.AddRange(Part(state, other, friendship));
        }

        return Decision<ConnectionsEvent>.Of(heard);
    }

    /// <summary>What ends between two whom a block comes to keep apart.</summary>
    private static IEnumerable<ConnectionsEvent> Part(ConnectionsState state, string other, Tie? friendship = null)
    {
        if (state.Following.ContainsKey(other))
        {
            yield return new LearnerUnfollowed(other);
        }

        if ((friendship ?? state.Friendship(other)) is { IsNothing: false } tie)
        {
            yield return new FriendshipMoved(other, tie.No);
        }
    }

    private static bool HasRoom(ConnectionsState state, string other) =>
        state.Friendships.Count < Friends
        || (state.Friendships.ContainsKey(other) || state.Friendships.Count < Ties)
            && state.Friendships.Count(pair => pair.Key != other && !pair.Value.IsNothing) < Friends;
}
