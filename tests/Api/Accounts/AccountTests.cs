using System.Net.Http.Json;

namespace LmsActors.Accounts;

public sealed class AccountTests(ApiHost host)
{
    private const string Register = "/api/v1/accounts/register";
    private const string Login = "/api/v1/accounts/login";

    [Fact]
    public async Task Register_ThenLogin_GivesATokenThatSpeaksForTheLearner()
    {
        var ann = await host.RegisterAsync("Ann Ångström");
        var me = await ann.Client.JsonAsync("/api/v1/me");
        Assert.Equal((ann.Id, "Ann Ångström", "employees", false), (me.Text("learnerId"), me.Text("name"), me.Text("community"), me.GetProperty("isAdmin").GetBoolean()));
    }

    [Fact]
    public async Task Register_WithANameThatIsTaken_SaysTheSameAsForOneThatIsReserved()
    {
        var ann = await host.RegisterAsync();
        var taken = await PostAsync(Register, new { userName = ann.UserName.ToUpperInvariant(), password = ApiHost.Password, name = "Bob" });
        var reserved = await PostAsync(Register, new { userName = "Root", password = ApiHost.Password, name = "Bob" });
        var first = await taken.ProblemAsync(409, "account.user-name-unavailable");
        var second = await reserved.ProblemAsync(409, "account.user-name-unavailable");
        Assert.Equal(first.GetRawText(), second.GetRawText());
    }

    [Theory]
    [InlineData("ab", ApiHost.Password, "Ann", "account.user-name-invalid")]
    [InlineData("a/../b", ApiHost.Password, "Ann", "account.user-name-invalid")]
    [InlineData("ann with spaces", ApiHost.Password, "Ann", "account.user-name-invalid")]
    [InlineData("short.password", "1234567", "Ann", "account.password-weak")]
    public async Task Register_OfAnUnfitShape_IsRefused(string userName, string password, string name, string code) =>
        await (await PostAsync(Register, new { userName, password, name })).ProblemAsync(400, code);

    [Fact]
    public async Task Register_Repeated_IsAnsweredOnce_AndWithOtherContentRefused()
    {
        var userName = $"again.{Guid.CreateVersion7():N}"[..30];
        var first = await (await PostAsync(Register, new { userName, password = ApiHost.Password, name = "Ann" }, userName)).JsonAsync();
        var second = await (await PostAsync(Register, new { userName, password = ApiHost.Password, name = "Ann" }, userName)).JsonAsync();
        Assert.Equal(first.Text("learnerId"), second.Text("learnerId"));
        await (await PostAsync(Register, new { userName, password = "another password", name = "Ann" }, userName)).ProblemAsync(422, "operation.reused");
        await (await PostAsync(Login, new { userName, password = "another password" })).ProblemAsync(401, "account.credentials-invalid");
    }

    [Fact]
    public async Task Register_ByManyAtOnceWithOneName_GivesItToOne()
    {
        var userName = $"race.{Guid.CreateVersion7():N}"[..30];
        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => PostAsync(Register, new { userName, password = $"{ApiHost.Password}{i}", name = $"N{i}" })));
        Assert.Equal(1, answers.Count(answer => answer.IsSuccessStatusCode));
        Assert.Equal(7, answers.Count(answer => (int)answer.StatusCode == 409));
    }

    [Fact]
    public async Task Login_ThatFails_SaysTheSameWhateverIsWrong()
    {
        var ann = await host.RegisterAsync();
        var wrong = await (await PostAsync(Login, new { userName = ann.UserName, password = "wrong password" })).ProblemAsync(401, "account.credentials-invalid");
        var unknown = await (await PostAsync(Login, new { userName = "nobody.here", password = "wrong password" })).ProblemAsync(401, "account.credentials-invalid");
        var absurd = await (await PostAsync(Login, new { userName = "../tenant", password = "wrong password" })).ProblemAsync(401, "account.credentials-invalid");
        Assert.Equal(wrong.GetRawText(), unknown.GetRawText());
        Assert.Equal(wrong.GetRawText(), absurd.GetRawText());
    }

    [Fact]
    public async Task Login_AfterTooManyWrongPasswords_IsRefusedEvenWithTheRightOne()
    {
        var ann = await host.RegisterAsync();
        await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => PostAsync(Login, new { userName = ann.UserName, password = "wrong password" })));
        await (await PostAsync(Login, new { userName = ann.UserName, password = ApiHost.Password })).ProblemAsync(401, "account.credentials-invalid");
    }

    [Fact]
    public async Task Refresh_ContinuesTheSession_UntilItIsEnded()
    {
        var ann = await host.RegisterAsync();
        var signedIn = await (await PostAsync(Login, new { userName = ann.UserName, password = ApiHost.Password })).JsonAsync();
        var refreshed = await (await PostAsync("/api/v1/accounts/refresh", new { refreshToken = signedIn.Text("refreshToken") })).JsonAsync();
        using var client = host.Client(("Authorization", $"Bearer {refreshed.Text("accessToken")}"));
        Assert.Equal(ann.Id, (await client.JsonAsync("/api/v1/me")).Text("learnerId"));

        (await client.PostAsync("/api/v1/accounts/logout", null)).EnsureSuccessStatusCode();
        await (await client.GetAsync("/api/v1/me")).ProblemAsync(401, "auth.required");
        await (await PostAsync("/api/v1/accounts/refresh", new { refreshToken = refreshed.Text("refreshToken") })).ProblemAsync(401, "account.refresh-token-invalid");
        Assert.Equal(ann.Id, (await ann.Client.JsonAsync("/api/v1/me")).Text("learnerId"));
    }

    [Fact]
    public async Task ChangePassword_EndsEverySession_AtOnce()
    {
        var ann = await host.RegisterAsync();
        var elsewhere = await host.LoginAsync(ann.UserName);
        await (await ann.Client.PostAsJsonAsync("/api/v1/accounts/password", new { currentPassword = "not mine", newPassword = "another password" }))
            .ProblemAsync(400, "account.password-wrong");
        var changed = await (await ann.Client.PostAsJsonAsync(
            "/api/v1/accounts/password", new { currentPassword = ApiHost.Password, newPassword = "another password" })).JsonAsync();
        await (await elsewhere.Client.GetAsync("/api/v1/me")).ProblemAsync(401, "auth.required");
        await (await ann.Client.GetAsync("/api/v1/me")).ProblemAsync(401, "auth.required");
        using var client = host.Client(("Authorization", $"Bearer {changed.Text("accessToken")}"));
        Assert.Equal(ann.Id, (await client.JsonAsync("/api/v1/me")).Text("learnerId"));
        await host.LoginAsync(ann.UserName, "another password");
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("eyJhbGciOiJub25lIn0.eyJzdWIiOiJ4IiwiaXNzIjoiZXZpbCJ9.")]
    public async Task Token_ThatIsNotOurs_IsNobody(string token)
    {
        using var client = host.Client(("Authorization", $"Bearer {token}"));
        await (await client.GetAsync("/api/v1/me")).ProblemAsync(401, "auth.required");
    }

    [Fact]
    public async Task Token_InTheAddressOfRest_IsNotAccepted()
    {
        var ann = await host.RegisterAsync();
        await (await host.Anonymous.GetAsync($"/api/v1/me?access_token={ann.Token}")).ProblemAsync(401, "auth.required");
    }

    private async Task<HttpResponseMessage> PostAsync(string address, object body, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = JsonContent.Create(body) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await host.Anonymous.SendAsync(request);
    }
}
