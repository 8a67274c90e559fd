namespace LmsActors.Groups;

public sealed class MemberShardRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(GroupKind.Open, MembershipState.None, MembershipState.Member, null)]
    [InlineData(GroupKind.Closed, MembershipState.None, MembershipState.Requested, null)]
    [InlineData(GroupKind.Secret, MembershipState.None, MembershipState.None, "group.not-found")]
    [InlineData(GroupKind.Open, MembershipState.Requested, MembershipState.Member, null)]
    [InlineData(GroupKind.Closed, MembershipState.Invited, MembershipState.Member, null)]
    [InlineData(GroupKind.Secret, MembershipState.Invited, MembershipState.Member, null)]
    [InlineData(GroupKind.Open, MembershipState.Banned, MembershipState.Banned, "group.banned")]
    [InlineData(GroupKind.Closed, MembershipState.Banned, MembershipState.Banned, "group.banned")]
    [InlineData(GroupKind.Secret, MembershipState.Banned, MembershipState.Banned, "group.not-found")]
    [InlineData(GroupKind.Secret, MembershipState.Member, MembershipState.Member, null)]
    public void Join_ByKindAndStanding_LeadsTo(GroupKind kind, MembershipState before, MembershipState after, string? refusal) =>
        Check(MemberStep.Join, kind, before, after, refusal);

    [Theory]
    [InlineData(nameof(MemberStep.Admit), MembershipState.None, MembershipState.Invited, null)]
    [InlineData(nameof(MemberStep.Admit), MembershipState.Requested, MembershipState.Member, null)]
    [InlineData(nameof(MemberStep.Admit), MembershipState.Invited, MembershipState.Invited, null)]
    [InlineData(nameof(MemberStep.Admit), MembershipState.Banned, MembershipState.Banned, "group.learner-banned")]
    [InlineData(nameof(MemberStep.Leave), MembershipState.Invited, MembershipState.None, null)]
    [InlineData(nameof(MemberStep.Leave), MembershipState.Banned, MembershipState.Banned, null)]
    [InlineData(nameof(MemberStep.Remove), MembershipState.Banned, MembershipState.Banned, null)]
    [InlineData(nameof(MemberStep.Remove), MembershipState.Requested, MembershipState.None, null)]
    [InlineData(nameof(MemberStep.Ban), MembershipState.None, MembershipState.Banned, null)]
    [InlineData(nameof(MemberStep.Unban), MembershipState.Banned, MembershipState.None, null)]
    [InlineData(nameof(MemberStep.Unban), MembershipState.Member, MembershipState.Member, null)]
    public void Move_ByStanding_LeadsTo(string step, MembershipState before, MembershipState after, string? refusal) =>
        Check(Enum.Parse<MemberStep>(step), GroupKind.Closed, before, after, refusal);

    [Theory]
    [InlineData(MembershipState.None)]
    [InlineData(MembershipState.Banned)]
    public void Leave_ASecretGroupOneIsNotIn_DoesNotTellThatItExists(MembershipState before) =>
        Check(MemberStep.Leave, GroupKind.Secret, before, before, "group.not-found");

    [Fact]
    public void Move_WhenTheFirstShardIsFull_SendsStrangersElsewhereAndKeepsThoseWhoLeft()
    {
        var full = Enlisted(new(), Enumerable.Range(0, Shards.FirstCapacity));
        var left = Apply(full, MemberShardRules.Move(full, true, Of("p7", MemberStep.Leave, GroupKind.Open)));

        Assert.True(MemberShardRules.IsElsewhere(left, true, "stranger"));
        Assert.Empty(MemberShardRules.Move(left, true, Of("stranger", MemberStep.Join, GroupKind.Open)).Events);
        Assert.Single(MemberShardRules.Move(left, true, Of("p7", MemberStep.Join, GroupKind.Open)).Events);
        Assert.Single(MemberShardRules.Move(left, false, Of("stranger", MemberStep.Join, GroupKind.Open)).Events);
    }

    [Fact]
    public void Enlist_MoreThanFit_TakesThoseWhoFitOnceAndCountsThem()
    {
        var ids = Enumerable.Range(0, Shards.FirstCapacity + 10).ToList();
        var state = Enlisted(Enlisted(new(), ids), ids);

        Assert.Equal(Shards.FirstCapacity, state.Counts.Members);
        Assert.Equal(10, ids.Count(id => MemberShardRules.IsElsewhere(state, true, $"p{id}")));
    }

    [Fact]
    public void Enlist_TheBanned_StaysOut()
    {
        var state = Apply(new(), MemberShardRules.Move(new(), true, Of("p1", MemberStep.Ban, GroupKind.Open)));

        state = Enlisted(state, [1, 2]);

        Assert.Equal(MembershipState.Banned, state.Of("p1"));
        Assert.Equal(new StandingCounts(1, 0, 0, 1), state.Counts);
    }

    [Fact]
    public void Dissolve_ThenAnything_IsRefused()
    {
        var state = Enlisted(new(), [1, 2, 3]);
        state = Apply(state, MemberShardRules.Dissolve(state));

        Assert.Equal(default, state.Counts);
        Assert.Equal(MembershipState.None, state.Of("p1"));
        Assert.Equal("group.not-found", MemberShardRules.Move(state, true, Of("p9", MemberStep.Join, GroupKind.Open)).Refusal?.Code);
        Assert.Equal("group.not-found", MemberShardRules.Enlist(state, true, ["p9"]).Refusal?.Code);
        Assert.Empty(MemberShardRules.Dissolve(state).Events);
    }

    private static void Check(MemberStep step, GroupKind kind, MembershipState before, MembershipState after, string? refusal)
    {
        var state = new MemberShardState().Apply(new(1, Now, new StandingChanged("ada", before)));

        var decision = MemberShardRules.Move(state, true, Of("ada", step, kind));

        Assert.Equal(refusal, decision.Refusal?.Code);
        Assert.Equal(after, Apply(state, decision).Of("ada"));
    }

    private static MemberMove Of(string learner, MemberStep step, GroupKind kind) => new(Operation.None, learner, step, kind);

    private static MemberShardState Enlisted(MemberShardState state, IEnumerable<int> people) =>
        Apply(state, MemberShardRules.Enlist(state, true, [.. people.Select(i => $"p{i}")]));

    private static MemberShardState Apply(MemberShardState state, Decision<MemberShardEvent> decision) =>
        decision.Events.Aggregate(state, (s, e) => s.Apply(new(2, Now, e)));
}
