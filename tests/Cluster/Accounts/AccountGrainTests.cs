namespace LmsActors.Accounts;

public sealed class AccountGrainTests(TestSilo silo) : IClassFixture<TestSilo>
{
    [Fact]
    public async Task Account_SurvivesTheActivation_WithItsEndedSessions()
    {
        var account = silo.Get<IAccountGrain>("accounts", "ann");
        Assert.Null(await account.ReadAsync());
        Assert.Null(await account.AccessAsync());
        var opened = await account.OpenAsync(Operation.None, Account("ann"));
        Assert.Equal("h", opened.Value!.PasswordHash);
        Assert.True((await account.SaveAsync(opened.Value with { IsAdmin = true, AccessFailedCount = 2 })).IsOk);
        await account.EndSessionAsync("s", DateTimeOffset.MaxValue);
        await silo.DeactivateAsync(account);

        Assert.Equal((true, 2), (await account.ReadAsync() is { } read ? (read.IsAdmin, read.AccessFailedCount) : default));
        Assert.Equal(["s"], (await account.AccessAsync())!.EndedSessions);
    }

    [Fact]
    public async Task Save_ByTwoAtOnce_TakesOne()
    {
        var account = silo.Get<IAccountGrain>("accounts", "bob");
        var opened = (await account.OpenAsync(Operation.None, Account("bob"))).Value!;
        var saves = await Task.WhenAll(Enumerable.Range(1, 8).Select(i => account.SaveAsync(opened with { AccessFailedCount = i })));
        Assert.Equal(1, saves.Count(save => save.IsOk));
        Assert.All(saves.Where(save => !save.IsOk), save => Assert.Equal("account.changed", save.Refusal!.Code));
    }

    [Fact]
    public async Task UserName_WantedByManyAtOnce_IsGivenToOne_ForGood()
    {
        var name = silo.Get<IUserNameGrain>("accounts", "CAROL");
        var held = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => name.ReserveAsync($"l{i}")));
        var winner = $"l{Array.FindIndex(held, result => result.IsOk)}";
        Assert.Equal(1, held.Count(result => result.IsOk));
        Assert.Null(await name.HolderAsync());
        Assert.True((await name.ConfirmAsync(winner)).IsOk);
        await silo.DeactivateAsync(name);
        Assert.Equal(winner, await name.HolderAsync());
        Assert.Equal("account.user-name-unavailable", (await name.ReserveAsync("another")).Refusal?.Code);
    }

    private static Account Account(string id) => new()
    {
        Id = id,
        UserName = id,
        NormalizedUserName = id.ToUpperInvariant(),
        PasswordHash = "h",
        SecurityStamp = "s",
    };
}
