using System.Text.Encodings.Web;
using LmsActors.Tenants;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace LmsActors.Accounts;

/// <summary>Machines that show a key in <c>X-Api-Key</c>, and may name the learner for whom they act in <c>X-On-Behalf-Of</c>.</summary>
internal sealed class ApiKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, TenantDirectory tenants)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string Header = "X-Api-Key";
    public const string OnBehalfOf = "X-On-Behalf-Of";

    private const int LongestKey = 512;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Request.Headers[Header] is not [{ Length: > 0 and <= LongestKey } text])
        {
            return AuthenticateResult.NoResult();
        }

        var (tenant, id, secret) = ApiKeys.Parse(text);
        if (await tenants.FindAsync(tenant) is not { } settings || !settings.Keys.TryGetValue(id, out var key) || !key.Opens(secret))
        {
            return AuthenticateResult.Fail("The API key is not good.");
        }

        var learner = Request.Headers[OnBehalfOf].ToString();
        var user = Identities.OfApiKey(tenant, id, learner.Length > 0 ? learner : null, Schemes.ApiKey);
        return AuthenticateResult.Success(new(user, Schemes.ApiKey));
    }
}
