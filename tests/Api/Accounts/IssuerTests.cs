using System.Net.Http.Json;
using System.Text;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace LmsActors.Accounts;

public sealed class IssuerTests : IAsyncLifetime
{
    private const string Issuer = "https://issuer.example";
    private static readonly byte[] Key = Encoding.UTF8.GetBytes("a symmetric key of thirty-two bytes or more");

    private ApiHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await ApiHost.StartAsync(
        null,
        ("Authentication:Jwt:0:Issuer", Issuer),
        ("Authentication:Jwt:0:Audience", "lms"),
        ("Authentication:Jwt:0:Keys:0", Convert.ToBase64String(Key)),
        ("Authentication:Jwt:0:TenantClaim", "org"));

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Token_OfAConfiguredIssuer_MakesItsLearnerAtFirstSight()
    {
        var first = await MeAsync(Token());
        var second = await MeAsync(Token(lifetime: 120));
        Assert.Equal((first.Text("learnerId"), "Ann", "partners"), (second.Text("learnerId"), second.Text("name"), second.Text("community")));
        Assert.NotEqual(first.Text("learnerId"), (await MeAsync(Token(subject: "bob"))).Text("learnerId"));
    }

    [Fact]
    public async Task Token_ThatIsNotGood_IsNobody()
    {
        await RefusedAsync(Token(key: "another symmetric key of thirty-two bytes or more"u8.ToArray()));
        await RefusedAsync(Token(audience: "another"));
        await RefusedAsync(Token(issuer: "https://evil.example"));
        await RefusedAsync(Token(lifetime: -120));
        await RefusedAsync(Token(tenant: "unknown"));
        await RefusedAsync(Token(tenant: "system"));
        await RefusedAsync(Token()[..^3] + "abc");
    }

    [Fact]
    public async Task Token_OfAnIssuer_NeverAdministers()
    {
        using var client = _host.Client(("Authorization", $"Bearer {Token(subject: "admin")}"));
        await (await client.GetAsync("/api/v1/admin/stats")).ProblemAsync(403, "auth.forbidden");
    }

    [Fact]
    public async Task Token_OfALearnerWhoWasErased_IsNobody()
    {
        var learnerId = (await MeAsync(Token())).Text("learnerId");
        using var answer = await _host.Machine.PostAsJsonAsync("/api/v1/admin/erasures", new { learnerId });
        var erasure = await answer.JsonAsync();
        await Eventually.UntilAsync(async () =>
            (await _host.Machine.JsonAsync($"/api/v1/admin/erasures/{erasure.Text("id")}")).Text("state") == "complete");

        await RefusedAsync(Token());
        await RefusedAsync(Token(lifetime: 120));
    }

    private static string Token(
        string subject = "ann", string audience = "lms", string issuer = Issuer, string tenant = "default", int lifetime = 60, byte[]? key = null) =>
        new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer,
            Audience = audience,
            Expires = TimeProvider.System.GetUtcNow().UtcDateTime.AddSeconds(lifetime),
            Claims = new Dictionary<string, object> { ["sub"] = subject, ["name"] = "Ann", ["org"] = tenant, ["community"] = "partners" },
            SigningCredentials = new(new SymmetricSecurityKey(key ?? Key), SecurityAlgorithms.HmacSha256),
        });

    private async Task<System.Text.Json.JsonElement> MeAsync(string token)
    {
        using var client = _host.Client(("Authorization", $"Bearer {token}"));
        return await client.JsonAsync("/api/v1/me");
    }

    private async Task RefusedAsync(string token)
    {
        using var client = _host.Client(("Authorization", $"Bearer {token}"));
        await (await client.GetAsync("/api/v1/me")).ProblemAsync(401, "auth.required");
    }
}
