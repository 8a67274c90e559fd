namespace LmsActors.Groups;

public sealed class GroupErasureTests
{
    private static readonly ErasedLearner Gone = new("t", "gone", "");
    private static readonly GroupErasure Erasure = new();
    private static readonly ActorKey Key = new("t", "group:0");

    [Fact]
    public void Forget_TheFounder_LeavesAGroupWithoutOwner()
    {
        var state = new GroupState().Apply(new(1, default, new GroupCreated("g", GroupKind.Open, "", "gone", null, default)));

        var after = Erasure.Forget(new("t", "group"), state, Gone).Events.Aggregate(state, (before, happened) => before.Apply(new(2, default, happened)));

        Assert.True(after.Exists);
        Assert.Null(after.FounderId);
        Assert.Empty(after.Staff);
        Assert.Empty(Erasure.Forget(new("t", "group"), after, Gone).Events);
    }

    [Theory]
    [InlineData(MembershipState.Member)]
    [InlineData(MembershipState.Requested)]
    [InlineData(MembershipState.Banned)]
    [InlineData(MembershipState.None)]
    internal void Forget_SomeoneInAShard_KeepsThePlaceAndCountsTheOthers(MembershipState standing)
    {
        var state = new MemberShardState()
            .Apply(new(1, default, new MembersEnlisted(["other", "another"])))
            .Apply(new(2, default, new StandingChanged("gone", standing)));

        var after = Erasure.Forget(Key, state, Gone).Events.Aggregate(state, (before, happened) => before.Apply(new(3, default, happened)));

        Assert.Equal(new StandingCounts(2, 0, 0, 0), after.Counts);
        Assert.Equal(3, after.People.Count);
        Assert.DoesNotContain("gone", after.People.Keys);
        Assert.Empty(Erasure.Forget(Key, after, Gone).Events);
    }
}
