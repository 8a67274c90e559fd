namespace LmsActors.Accounts;

/// <summary>A trusted issuer of JWTs: one entry of the section <c>Authentication:Jwt</c>.</summary>
internal sealed class IssuerOptions
{
    /// <summary>The <c>iss</c> of its tokens, to the letter.</summary>
    public string Issuer { get; set; } = "";

    /// <summary>The <c>aud</c> that its tokens for this server bear.</summary>
    public string Audience { get; set; } = "";

    /// <summary>Symmetric keys (HS256…), Base64, at least 32 bytes.</summary>
    public string[] Keys { get; set; } = [];

    /// <summary>A file with a JSON Web Key Set (RFC 7517).</summary>
    public string? JwksFile { get; set; }

    /// <summary>Or where its keys are found: an OpenID Connect authority.</summary>
    public string? Authority { get; set; }

    /// <summary>The tenant of its learners, where it serves one tenant only.</summary>
    public string? Tenant { get; set; }

    /// <summary>Or the claim that names the tenant.</summary>
    public string? TenantClaim { get; set; }

    /// <summary>The claim with the learner's name.</summary>
    public string NameClaim { get; set; } = "name";

    /// <summary>The claim that names the learner's community; the tenant's first where there is none.</summary>
    public string CommunityClaim { get; set; } = "community";

    /// <summary>What is wrong with it; null if nothing is.</summary>
    public string? Objection() =>
        Issuer.Length == 0 || Audience.Length == 0 ? "needs Issuer and Audience"
        : Keys.Length == 0 && JwksFile is null && Authority is null ? "needs Keys (Base64), JwksFile or Authority"
        : (Tenant is null) == (TenantClaim is null) ? "needs either Tenant or TenantClaim"
        : Keys.Any(key => !IsStrong(key)) ? "has a key that is not Base64 of at least 32 bytes"
        : JwksFile is not null && !File.Exists(JwksFile) ? $"names a JwksFile that is not there: {JwksFile}"
        : null;

    private static bool IsStrong(string key)
    {
        Span<byte> bytes = stackalloc byte[512];
        return key.Length <= 512 && Convert.TryFromBase64String(key, bytes, out var length) && length >= 32;
    }
}
