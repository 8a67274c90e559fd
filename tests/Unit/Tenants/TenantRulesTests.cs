namespace LmsActors.Tenants;

public sealed class TenantRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly TenantState Fresh = After(new(), TenantRules.Create(new(), "School"));

    [Fact]
    public void Create_Anew_HasThreeCommunitiesAndEverythingOn()
    {
        Assert.Equal(["employees", "customers", "partners"], Fresh.Settings.Communities.Select(c => c.Id));
        Assert.All(Features.All, feature => Assert.True(Fresh.Settings.IsOn(feature, "employees")));
        Assert.Empty(TenantRules.Create(Fresh.Settings, "Another").Events);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    [InlineData("a\nb")]
    public void Create_WithoutAProperName_IsRefused(string name) => Assert.Equal("tenant.name-invalid", TenantRules.Create(new(), name).Refusal?.Code);

    [Fact]
    public void Switch_Off_TakesAFeatureFromAll_WhateverACommunityHas()
    {
        var off = After(Fresh, TenantRules.Switch(Fresh.Settings, new("chat", null), false));
        Assert.False(off.Settings.IsOn("chat", "employees"));
        Assert.True(off.Settings.IsOn("posts", "employees"));
        Assert.Empty(TenantRules.Switch(off.Settings, new("chat", null), false).Events);
        Assert.True(After(off, TenantRules.Switch(off.Settings, new("chat", null), true)).Settings.IsOn("chat", "employees"));
    }

    [Fact]
    public void Switch_OffForOneCommunity_LeavesTheOthers()
    {
        var off = After(Fresh, TenantRules.Switch(Fresh.Settings, new("chat", "customers"), false));
        Assert.Equal((false, true, true), (off.Settings.IsOn("chat", "customers"), off.Settings.IsOn("chat", "employees"), off.Settings.IsOn("chat", null)));
    }

    [Theory]
    [InlineData("astrology", null, "feature.unknown")]
    [InlineData("chat", "martians", "tenant.community-unknown")]
    [InlineData("accounts", null, "feature.indispensable")]
    [InlineData("accounts", "employees", "feature.indispensable")]
    public void Switch_OffWhatCannotBe_IsRefused(string feature, string? community, string code) =>
        Assert.Equal(code, TenantRules.Switch(Fresh.Settings, new(feature, community), false).Refusal?.Code);

    [Fact]
    public void PutCommunity_AddsOrRenames_UpToALimit()
    {
        var state = Fresh;
        for (var i = state.Settings.Communities.Length; i < TenantRules.MaxCommunities; i++)
        {
            state = After(state, TenantRules.PutCommunity(state.Settings, new($"c{i}", $"C {i}")));
        }

        Assert.Equal("tenant.too-many-communities", TenantRules.PutCommunity(state.Settings, new("one-more", "X")).Refusal?.Code);
        var renamed = After(state, TenantRules.PutCommunity(state.Settings, new("employees", "Staff")));
        Assert.Equal(TenantRules.MaxCommunities, renamed.Settings.Communities.Length);
        Assert.Equal(("employees", "Staff"), (renamed.Settings.Communities[0].Id, renamed.Settings.Communities[0].Name));
    }

    [Fact]
    public void AddKey_ThenRevoke_LeavesNone()
    {
        var command = new AddApiKey(Operation.None, "k1", "LMS", [1, 2, 3]);
        var with = After(Fresh, TenantRules.AddKey(Fresh.Settings, command, Now));
        Assert.Equal(Now, with.Settings.Keys["k1"].CreatedAt);
        Assert.Empty(TenantRules.AddKey(with.Settings, command, Now.AddDays(1)).Events);
        Assert.Empty(After(with, TenantRules.RevokeKey(with.Settings, "k1")).Settings.Keys);
        Assert.Equal("api-key.unknown", TenantRules.RevokeKey(with.Settings, "k2").Refusal?.Code);
    }

    private static TenantState After(TenantState state, Decision<TenantEvent> decision)
    {
        Assert.Null(decision.Refusal);
        return decision.Events.Aggregate(state, (s, e) => s.Apply(new(1, Now, e)));
    }
}
