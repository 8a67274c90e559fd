namespace LmsActors.Connections;

public sealed class ConnectionsErasureTests
{
    private static readonly ErasedLearner Gone = new("t", "gone", "");
    private static readonly ConnectionsErasure Erasure = new();

    [Fact]
    public void Forget_AllThatConnectsTwo_LeavesNothing()
    {
        ConnectionsEvent[] events =
        [
            new LearnerFollowed("gone"), new LearnerFollowed("other"), new FriendshipMoved("gone", 1), new FriendshipHeard("gone", 1),
            new BlockHeard("gone", 1), new BlockMoved("other", 1), new LearnerMuted("gone"),
        ];
        var state = events.Aggregate(new ConnectionsState(), (before, happened) => before.Apply(new(1, default, happened)));

        var after = Erasure.Forget(new("t", "me"), state, Gone).Events.Aggregate(state, (before, happened) => before.Apply(new(2, default, happened)));

        Assert.False(after.Knows("gone"));
        Assert.Equal(["other"], after.Following.Keys);
        Assert.Equal(["other"], after.Hidden);
        Assert.Empty(Erasure.Forget(new("t", "me"), after, Gone).Events);
        Assert.Empty(Erasure.Forget(new("t", "gone"), state, Gone).Events);
    }

    [Fact]
    public void Forget_AFollower_KeepsItsPlaceSoThatAFullShardStaysFull()
    {
        var state = Enumerable.Range(0, Shards.FirstCapacity).Aggregate(
            new FollowersState(), (before, n) => before.Apply(new(n + 1, default, new FollowHeard(n == 7 ? "gone" : $"f{n}", FollowSet.Stamp(1, true)))));

        var forgotten = Erasure.Forget(new("t", "star"), state, Gone).Events.Aggregate(state, (before, happened) => before.Apply(new(5000, default, happened)));

        Assert.Equal(Shards.FirstCapacity - 1, forgotten.Count);
        Assert.NotEqual(0, forgotten.ShardOf("newcomer"));
        Assert.Equal(0, forgotten.ShardOf("f3"));
        Assert.DoesNotContain("gone", forgotten.First.Marks.Keys);
    }

    [Fact]
    public void Forget_AFollowerWhoHasLeft_CountsNothing()
    {
        var set = FollowSet.Empty.With("gone", FollowSet.Stamp(1, true)).With("gone", FollowSet.Stamp(2, false)).With("other", FollowSet.Stamp(1, true));

        Assert.Equal(1, set.Without("gone", "erased-9").Count);
    }
}
