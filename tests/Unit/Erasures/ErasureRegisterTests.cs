namespace LmsActors.Erasures;

public sealed class ErasureRegisterTests
{
    private static readonly string KeyA = Convert.ToBase64String(new byte[32]);
    private static readonly string KeyB = Convert.ToBase64String([.. Enumerable.Repeat((byte)7, 32)]);

    [Fact]
    public void Register_KnowsTheErasedAndNamesNobody()
    {
        var state = Noted(WithKey(KeyA), "gone");

        Assert.True(state.IsErased("gone"));
        Assert.False(state.IsErased("other"));
        Assert.Equal(Ids.Length, state.IdOf("gone").Length);
        Assert.DoesNotContain("gone", state.Erasures.Keys.Single(), StringComparison.Ordinal);
        Assert.NotEqual(WithKey(KeyA).IdOf("gone"), WithKey(KeyB).IdOf("gone"));
    }

    [Fact]
    public void Prepare_WithAKey_MakesNoOther() => Assert.Empty(ErasureRegisterRules.Prepare(WithKey(KeyA), KeyB).Events);

    [Fact]
    public void Adopt_ACopyWithAnotherKey_KnowsTheErasedOfBoth()
    {
        var (mine, other) = (Noted(WithKey(KeyA), "gone"), Noted(WithKey(KeyB), "lost"));
        var copy = new ErasureRegister("t", other.Keys, [.. other.Erasures.Values]);

        var both = After(mine, ErasureRegisterRules.Adopt(mine, copy));

        Assert.True(both.IsErased("gone") && both.IsErased("lost") && !both.IsErased("other"));
        Assert.Equal(other.IdOf("lost"), both.IdOf("lost"));
        Assert.Equal(mine.IdOf("new"), both.IdOf("new"));
        Assert.Empty(ErasureRegisterRules.Adopt(both, copy).Events);
    }

    private static ErasureRegisterState WithKey(string key) => After(new(), ErasureRegisterRules.Prepare(new(), key));

    private static ErasureRegisterState Noted(ErasureRegisterState state, string learnerId) =>
        After(state, ErasureRegisterRules.Note(state, new(state.IdOf(learnerId), "admin", default, null, 0, 0)));

    private static ErasureRegisterState After(ErasureRegisterState state, Decision<ErasureRegisterEvent> decision) =>
        decision.Events.Aggregate(state, (before, happened) => before.Apply(new(1, default, happened)));
}
