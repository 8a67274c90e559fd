using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.Extensions.Options;

namespace LmsActors.Accounts;

/// <summary>Makes and reads the tokens of sessions, in the format of ASP.NET Core's bearer token handler.</summary>
internal sealed class Tokens(IOptionsMonitor<BearerTokenOptions> formats, IOptions<AccountOptions> options, TimeProvider time)
{
    private BearerTokenOptions Format => formats.Get(Schemes.Bearer);

    /// <summary>An access token, and a refresh token with which the session can be continued.</summary>
    public SignedIn Issue(ClaimsPrincipal user)
    {
        var now = time.GetUtcNow();
        var expires = now + options.Value.AccessTokenLifetime;
        return new(
            Format.BearerTokenProtector.Protect(Ticket(user, expires)),
            expires,
            user.LearnerId()!,
            Format.RefreshTokenProtector.Protect(Ticket(user, now + options.Value.SessionLifetime)));
    }

    /// <summary>Who continues a session with a refresh token; null when it is not good, or has run out.</summary>
    public ClaimsPrincipal? ReadRefreshToken(string refreshToken) =>
        Format.RefreshTokenProtector.Unprotect(refreshToken) is { Properties.ExpiresUtc: { } expires } ticket && expires > time.GetUtcNow()
            ? ticket.Principal
            : null;

    private static AuthenticationTicket Ticket(ClaimsPrincipal user, DateTimeOffset expires) =>
        new(user, new AuthenticationProperties { ExpiresUtc = expires }, Schemes.Bearer);
}

/// <summary>A session begun or continued.</summary>
internal sealed record SignedIn(string AccessToken, DateTimeOffset ExpiresAt, string LearnerId, string RefreshToken);

/// <summary>The ways to prove who one is.</summary>
internal static class Schemes
{
    /// <summary>Looks at the request and chooses one of the others.</summary>
    public const string Any = "any";
    public const string Bearer = "bearer";
    public const string Cookie = "cookie";
    public const string ApiKey = "api-key";
}
