namespace LmsActors.Erasures;

public sealed class ErasureRulesTests
{
    private static readonly ErasedLearner Gone = new("t", "gone", "Gone Person");

    [Fact]
    public void Order_ThroughToTheEnd_KnowsTheLearnerNoLongerThanItMust()
    {
        var ordered = After(new(), ErasureRules.Order(new(), Gone, "admin"));
        Assert.Equal((Gone, true), (ordered.Learner, ordered.IsUnderWay));
        Assert.Empty(ErasureRules.Order(ordered, Gone, "someone else").Events);
        Assert.Empty(ErasureRules.Complete(ordered).Events);

        var swept = After(After(ordered, new LogsErased(3, 2)), ErasureRules.Sweep(ordered));
        Assert.Null(swept.Learner);
        Assert.True(swept.IsUnderWay);
        Assert.Empty(ErasureRules.Sweep(swept).Events);

        var complete = After(swept, ErasureRules.Complete(swept));
        Assert.False(complete.IsUnderWay);
        Assert.Equal((3, 2), (complete.Rewritten, complete.Deleted));
        Assert.Empty(ErasureRules.Complete(complete).Events);
    }

    [Fact]
    public void Order_OfNobody_IsRefusedUnlessItWasAnErasureBefore()
    {
        Assert.Equal("learner.unknown", ErasureRules.Order(new(), null, "admin").Refusal?.Code);
        var complete = Complete();

        Assert.Equal((null, 0), (ErasureRules.Order(complete, null, "admin").Refusal, ErasureRules.Order(complete, null, "admin").Events.Length));
    }

    [Fact]
    public void Order_OfSomebodyWhoCameBack_BeginsAnew()
    {
        var again = After(Complete(), ErasureRules.Order(Complete(), Gone, "admin"));

        Assert.True(again.IsUnderWay);
        Assert.Equal(Gone, again.Learner);
    }

    [Fact]
    public void Record_OfAnOrdererWhoIsErased_NamesNobody()
    {
        var erasure = new ErasureErasure();
        var state = After(Complete(), erasure.Forget(new("t", "e"), Complete(), new("t", "admin", "")));
        Assert.Equal("erased", state.OrderedBy);
        Assert.Empty(erasure.Forget(new("t", "e"), state, new("t", "admin", "")).Events);
        Assert.Empty(erasure.Forget(new("t", "e"), Complete(), Gone).Events);
    }

    private static ErasureState Complete() => new() { OrderedBy = "admin", CompletedAt = DateTimeOffset.UnixEpoch };

    private static ErasureState After(ErasureState state, Decision<ErasureEvent> decision) =>
        decision.Events.Aggregate(state, (before, happened) => before.Apply(new(1, DateTimeOffset.UnixEpoch, happened)));
}
