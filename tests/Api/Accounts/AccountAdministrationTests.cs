using System.Net.Http.Json;

namespace LmsActors.Accounts;

public sealed class AccountAdministrationTests(ApiHost host)
{
    [Fact]
    public async Task Account_ThatIsShut_LosesItsSessionsAtOnce_AndMayNotSignIn()
    {
        var ann = await host.RegisterAsync();
        (await SetAsync(ann.Id, new { disabled = true })).EnsureSuccessStatusCode();
        await (await ann.Client.GetAsync("/api/v1/me")).ProblemAsync(401, "auth.required");
        await (await host.Anonymous.PostAsJsonAsync("/api/v1/accounts/login", new { userName = ann.UserName, password = ApiHost.Password }))
            .ProblemAsync(401, "account.credentials-invalid");

        (await SetAsync(ann.Id, new { disabled = false })).EnsureSuccessStatusCode();
        await (await ann.Client.GetAsync("/api/v1/me")).ProblemAsync(401, "auth.required");
        await host.LoginAsync(ann.UserName);
    }

    [Fact]
    public async Task Administrator_IsMadeAndUnmade_WithEffectAtOnce()
    {
        var ann = await host.RegisterAsync();
        (await SetAsync(ann.Id, new { isAdmin = true })).EnsureSuccessStatusCode();
        (await ann.Client.GetAsync("/api/v1/admin/switches")).EnsureSuccessStatusCode();
        (await SetAsync(ann.Id, new { isAdmin = false })).EnsureSuccessStatusCode();
        await (await ann.Client.GetAsync("/api/v1/admin/switches")).ProblemAsync(403, "auth.forbidden");
    }

    [Fact]
    public async Task FirstAdministrator_CannotBeShutOut()
    {
        var admin = await host.AdminAsync();
        await (await SetAsync(admin.Id, new { disabled = true })).ProblemAsync(409, "account.first-admin");
        await (await SetAsync("nobody", new { disabled = true })).ProblemAsync(404, "account.unknown");
    }

    private Task<HttpResponseMessage> SetAsync(string learnerId, object change) =>
        host.Machine.PutAsJsonAsync($"/api/v1/admin/accounts/{learnerId}", change);
}
