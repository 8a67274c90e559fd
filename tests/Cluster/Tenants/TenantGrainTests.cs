namespace LmsActors.Tenants;

public sealed class TenantGrainTests(TestSilo silo) : IClassFixture<TestSilo>
{
    [Fact]
    public async Task Settings_SurviveTheActivation()
    {
        var tenant = silo.Grains.Tenant("survive");
        Assert.False((await tenant.SettingsAsync()).Exists);
        Assert.True((await tenant.CreateAsync("School")).IsOk);
        Assert.True((await tenant.SwitchAsync(Operation.None, new("chat", "customers"), false)).IsOk);
        Assert.True((await tenant.AddKeyAsync(new(Operation.None, "k", "LMS", [1, 2, 3]))).IsOk);
        Assert.True((await tenant.SetRegistrationAsync(Operation.None, false)).IsOk);
        await silo.DeactivateAsync(tenant);

        var settings = await tenant.SettingsAsync();
        Assert.Equal(("School", false, true), (settings.Name, settings.IsOn("chat", "customers"), settings.IsOn("chat", "employees")));
        Assert.Equal((false, "LMS"), (settings.RegistrationOpen, settings.Keys["k"].Name));
    }

    [Fact]
    public async Task Tenants_KnowNothingOfEachOther()
    {
        await silo.Grains.Tenant("one").CreateAsync("One");
        await silo.Grains.Tenant("two").CreateAsync("Two");
        await silo.Grains.Tenant("one").SwitchAsync(Operation.None, new("chat", null), false);
        Assert.False((await silo.Grains.Tenant("one").SettingsAsync()).IsOn("chat", null));
        Assert.True((await silo.Grains.Tenant("two").SettingsAsync()).IsOn("chat", null));
    }

    [Fact]
    public async Task Operation_Repeated_IsAnsweredAndNotRepeated()
    {
        var tenant = silo.Grains.Tenant("repeat");
        await tenant.CreateAsync("School");
        var operation = Operation.From("caller", "key", 1);
        Assert.Equal("A", (await tenant.RenameAsync(operation, "A")).Value!.Name);
        await tenant.RenameAsync(Operation.None, "B");
        Assert.Equal("B", (await tenant.RenameAsync(operation, "A")).Value!.Name);
        Assert.Equal("operation.reused", (await tenant.RenameAsync(operation with { Fingerprint = 2 }, "C")).Refusal?.Code);
    }

    [Fact]
    public async Task Stream_IsForNoLearner()
    {
        await silo.Grains.Tenant("quiet").CreateAsync("School");
        var read = await silo.Grains.Tenant("quiet").ReadStreamAsync(Tenancy.Stream, TestSilo.Viewer("quiet", "ann"), null);
        Assert.Equal("tenant.unknown", read.Refusal?.Code);
    }
}
