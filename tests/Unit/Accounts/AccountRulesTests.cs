namespace LmsActors.Accounts;

public sealed class AccountRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private static readonly AccountState Open = After(
        new(), AccountRules.Open(new(), new() { Id = "l", UserName = "ann", NormalizedUserName = "ANN", PasswordHash = "h", SecurityStamp = "s" }));

    [Fact]
    public void Open_Twice_IsRefused() => Assert.Equal("account.exists", AccountRules.Open(Open, new() { Id = "l" }).Refusal?.Code);

    [Fact]
    public void Save_TellsWhatChanged_AndNothingElse()
    {
        var saved = AccountRules.Save(Open, Open.Account! with { PasswordHash = "h2", SecurityStamp = "s2" });
        Assert.Equal([new PasswordSet("h2"), new StampChanged("s2")], saved.Events);
        Assert.Empty(AccountRules.Save(Open, Open.Account!).Events);
        Assert.Equal("h2", After(Open, saved).Account!.PasswordHash);
    }

    [Fact]
    public void Save_OfAnOldVersion_IsRefused()
    {
        var changed = After(Open, AccountRules.Save(Open, Open.Account! with { AccessFailedCount = 1 }));
        Assert.Equal("account.changed", AccountRules.Save(changed, Open.Account! with { AccessFailedCount = 1 }).Refusal?.Code);
    }

    [Fact]
    public void EndSession_IsRemembered_UntilItsTokensRunOut_OrAllEnd()
    {
        var ended = After(Open, AccountRules.EndSession(Open, "a", Now.AddDays(1), Now));
        Assert.Equal(["a"], ended.ToAccess()!.EndedSessions);
        Assert.Empty(AccountRules.EndSession(ended, "a", Now.AddDays(2), Now).Events);
        var later = After(ended, AccountRules.EndSession(ended, "b", Now.AddDays(3), Now.AddDays(2)), Now.AddDays(2));
        Assert.Equal(["b"], later.ToAccess()!.EndedSessions);
        Assert.Empty(After(later, AccountRules.Save(later, later.Account! with { SecurityStamp = "new" })).ToAccess()!.EndedSessions);
    }

    [Fact]
    public void EndSession_OfTooMany_EndsAll()
    {
        var state = Open;
        for (var i = 0; i < AccountRules.MaxEndedSessions; i++)
        {
            state = After(state, AccountRules.EndSession(state, $"s{i}", Now.AddDays(1), Now));
        }

        Assert.IsType<StampChanged>(Assert.Single(AccountRules.EndSession(state, "one more", Now.AddDays(1), Now).Events));
    }

    [Fact]
    public void UserName_Unconfirmed_FallsFree_Confirmed_Never()
    {
        var held = Named(new(), UserNameRules.Reserve(new(), "a", Now), Now);
        Assert.Empty(UserNameRules.Reserve(held, "a", Now).Events);
        Assert.Equal("account.user-name-unavailable", UserNameRules.Reserve(held, "b", Now.AddMinutes(1)).Refusal?.Code);
        Assert.Equal("b", Named(held, UserNameRules.Reserve(held, "b", Now + UserNames.Hold), Now).LearnerId);
        var confirmed = Named(held, UserNameRules.Confirm(held, "a"), Now);
        Assert.NotNull(UserNameRules.Reserve(confirmed, "b", Now.AddYears(1)).Refusal);
        Assert.NotNull(UserNameRules.Confirm(held, "b").Refusal);
        Assert.Empty(UserNameRules.Release(confirmed, "a").Events);
        Assert.Null(Named(held, UserNameRules.Release(held, "a"), Now).LearnerId);
    }

    private static AccountState After(AccountState state, Decision<AccountEvent> decision, DateTimeOffset? at = null)
    {
        Assert.Null(decision.Refusal);
        var version = state.Account?.Version ?? 0;
        return decision.Events.Aggregate(state, (s, e) => s.Apply(new(++version, at ?? Now, e)));
    }

    private static UserNameState Named(UserNameState state, Decision<UserNameEvent> decision, DateTimeOffset at)
    {
        Assert.Null(decision.Refusal);
        return decision.Events.Aggregate(state, (s, e) => s.Apply(new(1, at, e)));
    }
}
