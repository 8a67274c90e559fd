using System.Security.Claims;

namespace LmsActors.Accounts;

/// <summary>The claims of a verified identity, however it was verified.</summary>
internal static class Identities
{
    public const string Tenant = "tenant";
    public const string Learner = "sub";

    /// <summary>The account's security stamp when the session began; absent where no account stands behind the learner.</summary>
    public const string Stamp = "stamp";
    public const string Session = "sid";

    /// <summary>The id of the API key that speaks; it administers its tenant.</summary>
    public const string Key = "api-key";

    public static string? TenantId(this ClaimsPrincipal user) => user.FindFirst(Tenant)?.Value;

    public static string? LearnerId(this ClaimsPrincipal user) => user.FindFirst(Learner)?.Value;

    public static string? SessionId(this ClaimsPrincipal user) => user.FindFirst(Session)?.Value;

    public static string? ApiKeyId(this ClaimsPrincipal user) => user.FindFirst(Key)?.Value;

    /// <summary>A learner, signed in with a password.</summary>
    public static ClaimsPrincipal OfAccount(string tenant, Account account, string sessionId, string scheme) => Of(
        scheme, (Tenant, tenant), (Learner, account.Id), (Stamp, account.SecurityStamp), (Session, sessionId));

    /// <summary>A learner whom somebody else vouches for: a configured issuer.</summary>
    public static ClaimsPrincipal OfLearner(string tenant, string learnerId, string scheme) => Of(scheme, (Tenant, tenant), (Learner, learnerId));

    /// <summary>A machine, for itself or for a learner.</summary>
    public static ClaimsPrincipal OfApiKey(string tenant, string keyId, string? learnerId, string scheme) => learnerId is null
        ? Of(scheme, (Tenant, tenant), (Key, keyId))
        : Of(scheme, (Tenant, tenant), (Key, keyId), (Learner, learnerId));

    private static ClaimsPrincipal Of(string scheme, params ReadOnlySpan<(string Type, string Value)> claims)
    {
        var identity = new ClaimsIdentity(scheme, Learner, roleType: null);
        foreach (var (type, value) in claims)
        {
            identity.AddClaim(new Claim(type, value));
        }

        return new(identity);
    }
}
