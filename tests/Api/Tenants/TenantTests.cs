using System.Net.Http.Json;

namespace LmsActors.Tenants;

public sealed class TenantTests(ApiHost host)
{
    [Fact]
    public async Task Switches_AreForAdministrators()
    {
        var ann = await host.RegisterAsync();
        await (await ann.Client.PutAsJsonAsync("/api/v1/admin/switches/chat", new { enabled = false })).ProblemAsync(403, "auth.forbidden");
        var admin = await host.AdminAsync();
        Assert.True((await admin.Client.JsonAsync("/api/v1/me")).GetProperty("isAdmin").GetBoolean());
        Assert.Equal(Features.All.Length, (await admin.Client.JsonAsync("/api/v1/admin/switches")).GetProperty("items").GetArrayLength());
    }

    [Fact]
    public async Task Switch_OfAnUnknownFeature_NamesThoseThereAre()
    {
        var problem = await (await host.Machine.PutAsJsonAsync("/api/v1/admin/switches/astrology", new { enabled = false })).ProblemAsync(404, "feature.unknown");
        Assert.Contains("chat", problem.Text("detail"));
    }

    [Fact]
    public async Task Switch_OfAccounts_CannotBeOff() =>
        await (await host.Machine.PutAsJsonAsync("/api/v1/admin/switches/accounts", new { enabled = false })).ProblemAsync(409, "feature.indispensable");

    [Fact]
    public async Task Switch_ForACommunity_TakesTheFeatureFromItsPeopleOnly()
    {
        await using var own = await ApiHost.StartAsync();
        var ann = await own.RegisterAsync();
        await SwitchAsync(own, "chat", false, "customers");
        Assert.Contains("chat", await FeaturesAsync(ann));
        await SwitchAsync(own, "chat", false, "employees");
        Assert.DoesNotContain("chat", await FeaturesAsync(ann));
        await SwitchAsync(own, "chat", true, "employees");
        await SwitchAsync(own, "chat", false, null);
        Assert.DoesNotContain("chat", await FeaturesAsync(ann));
        await SwitchAsync(own, "chat", true, null);
        Assert.Contains("chat", await FeaturesAsync(ann));
    }

    [Fact]
    public async Task Registration_Closed_AdmitsNobody()
    {
        await using var own = await ApiHost.StartAsync();
        (await own.Machine.PutAsJsonAsync("/api/v1/admin/registration", new { open = false })).EnsureSuccessStatusCode();
        await (await own.Anonymous.PostAsJsonAsync("/api/v1/accounts/register", new { userName = "ann", password = ApiHost.Password, name = "Ann" }))
            .ProblemAsync(403, "account.registration-closed");
    }

    [Fact]
    public async Task ApiKey_Revoked_IsGoodForNothingAtOnce()
    {
        var made = await (await host.Machine.PostAsJsonAsync("/api/v1/admin/api-keys", new { name = "An LMS" })).JsonAsync();
        using var machine = host.Client(("X-Api-Key", made.Text("key")));
        (await machine.GetAsync("/api/v1/admin/switches")).EnsureSuccessStatusCode();
        var listed = (await machine.JsonAsync("/api/v1/admin/api-keys")).GetRawText();
        Assert.Contains(made.Text("id"), listed);
        Assert.DoesNotContain(made.Text("key")[^64..], listed);
        (await host.Machine.DeleteAsync($"/api/v1/admin/api-keys/{made.Text("id")}")).EnsureSuccessStatusCode();
        await (await machine.GetAsync("/api/v1/admin/switches")).ProblemAsync(401, "auth.required");
    }

    [Fact]
    public async Task ApiKey_ForALearner_ActsAsThatLearner()
    {
        var ann = await host.RegisterAsync("Ann");
        using var machine = host.Client(("X-Api-Key", ApiHost.ApiKey), ("X-On-Behalf-Of", ann.Id));
        Assert.Equal(ann.Id, (await machine.JsonAsync("/api/v1/me")).Text("learnerId"));
        await (await machine.GetAsync("/api/v1/admin/switches")).ProblemAsync(403, "auth.forbidden");
        await (await host.Machine.GetAsync("/api/v1/me")).ProblemAsync(400, "learner.required");
    }

    [Fact]
    public async Task ApiKey_ForALearnerOfAnotherTenant_KnowsNoSuchLearner()
    {
        var (stranger, key) = await OtherTenantAsync();
        using var here = host.Client(("X-Api-Key", ApiHost.ApiKey), ("X-On-Behalf-Of", stranger));
        await (await here.GetAsync("/api/v1/me")).ProblemAsync(404, "learner.unknown");
        using var there = host.Client(("X-Api-Key", key), ("X-On-Behalf-Of", stranger));
        Assert.Equal("other", (await there.JsonAsync("/api/v1/me")).Text("tenant"));
        using var forged = host.Client(("X-Api-Key", key.Replace("lms_other_", "lms_default_")));
        await (await forged.GetAsync("/api/v1/admin/switches")).ProblemAsync(401, "auth.required");
    }

    [Fact]
    public async Task OnBehalfOf_WithoutApiKey_IsRefused()
    {
        var (ann, bob) = (await host.RegisterAsync("Ann"), await host.RegisterAsync("Bob"));
        using var posing = host.Client(("Authorization", $"Bearer {ann.Token}"), ("X-On-Behalf-Of", bob.Id));
        await (await posing.GetAsync("/api/v1/me")).ProblemAsync(400, "on-behalf-of.api-key-required");
    }

    private static async Task SwitchAsync(ApiHost host, string feature, bool enabled, string? community) =>
        (await host.Machine.PutAsJsonAsync($"/api/v1/admin/switches/{feature}", new { enabled, community })).EnsureSuccessStatusCode();

    private static async Task<string[]> FeaturesAsync(TestLearner learner) =>
        [.. (await learner.Client.JsonAsync("/api/v1/me")).GetProperty("features").EnumerateArray().Select(feature => feature.GetString()!)];

    private async Task<(string LearnerId, string Key)> OtherTenantAsync()
    {
        var tenant = host.Grains.Tenant("other");
        await tenant.CreateAsync("Another organisation");
        var (text, id, hash) = Accounts.ApiKeys.New("other");
        await tenant.AddKeyAsync(new(Operation.None, id, "A key", hash));
        var registered = await (await host.Anonymous.PostAsJsonAsync(
            "/api/v1/accounts/register",
            new { userName = $"s.{Guid.CreateVersion7():N}"[..30], password = ApiHost.Password, name = "Stranger", tenant = "other" })).JsonAsync();
        return (registered.Text("learnerId"), text);
    }
}
