using System.Collections.Frozen;
using System.Security.Claims;
using LmsActors.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.Tokens;

namespace LmsActors.Accounts;

/// <summary>The configured issuers of JWTs, each with an authentication scheme of its own.</summary>
internal sealed class Issuers(IEnumerable<string> issuers)
{
    private readonly FrozenDictionary<string, string> _schemes = issuers.ToFrozenDictionary(issuer => issuer, Scheme);

    public static string Scheme(string issuer) => $"jwt:{issuer}";

    public string? SchemeOf(string issuer) => _schemes.GetValueOrDefault(issuer);
}

internal static class IssuersSetup
{
    private const string Section = "Authentication:Jwt";

    /// <exception cref="ConfigurationException">An issuer is configured wrongly.</exception>
    public static void AddIssuers(this AuthenticationBuilder schemes, IConfiguration configuration)
    {
        var issuers = configuration.GetSection(Section).Get<IssuerOptions[]>() ?? [];
        foreach (var (index, issuer) in issuers.Index())
        {
            if (issuer.Objection() is { } objection)
            {
                throw new ConfigurationException($"{Section}:{index} {objection}.");
            }

            schemes.AddJwtBearer(Issuers.Scheme(issuer.Issuer), jwt => Configure(jwt, issuer));
        }

        schemes.Services.AddSingleton(new Issuers(issuers.Select(issuer => issuer.Issuer)));
        schemes.Services.AddSingleton<VouchedLearners>();
    }

    private static void Configure(JwtBearerOptions jwt, IssuerOptions issuer)
    {
        jwt.Authority = issuer.Authority;
        jwt.MapInboundClaims = false;
        jwt.TokenValidationParameters = new()
        {
            ValidIssuer = issuer.Issuer,
            ValidAudience = issuer.Audience,
            IssuerSigningKeys = issuer.Authority is null ? SigningKeys(issuer) : null,
            ClockSkew = TimeSpan.FromSeconds(30),
            RequireExpirationTime = true,
            RequireSignedTokens = true,
        };
        jwt.Events = new()
        {
            OnMessageReceived = TakeTokenFromQuery,
            OnTokenValidated = context => AdmitAsync(context, issuer),
        };
    }

    private static List<SecurityKey> SigningKeys(IssuerOptions issuer)
    {
        List<SecurityKey> keys = [.. issuer.Keys.Select(key => new SymmetricSecurityKey(Convert.FromBase64String(key)))];
        if (issuer.JwksFile is { } file)
        {
            keys.AddRange(new JsonWebKeySet(File.ReadAllText(file)).GetSigningKeys());
        }

        return keys;
    }

    private static Task TakeTokenFromQuery(MessageReceivedContext context)
    {
        if (context.Request.Path.StartsWithSegments("/live") && context.Request.Query["access_token"] is [{ Length: > 0 } token])
        {
            context.Token = token;
        }

        return Task.CompletedTask;
    }

    private static async Task AdmitAsync(TokenValidatedContext context, IssuerOptions issuer)
    {
        var learners = context.HttpContext.RequestServices.GetRequiredService<VouchedLearners>();
        ClaimsPrincipal? learner = await learners.AdmitAsync(issuer, context.Principal!);
        if (learner is null)
        {
            context.Fail("The token names no learner of a tenant here.");
            return;
        }

        context.Principal = learner;
    }
}
