using System.Security.Claims;

namespace LmsActors.Accounts;

/// <summary>
/// Checks, at every request, what a verified identity cannot know of itself: whether its session is still on, whether the learner
/// that a machine acts for is there, and whether a cookie was sent by one of our own pages.
/// </summary>
internal sealed class SessionGate(RequestDelegate next, ViewerDirectory viewers)
{
    private static readonly ClaimsPrincipal Nobody = new(new ClaimsIdentity());

    private static readonly Refusal OnlyForKeys = Refusal.Invalid(
        "on-behalf-of.api-key-required", $"{ApiKeyHandler.OnBehalfOf} is for API keys only.");

    private static readonly Refusal CrossOrigin = Refusal.Forbidden("auth.cross-origin", "This request came from another site.");

    public async Task InvokeAsync(HttpContext http)
    {
        if (http.User.TenantId() is not null && await ObjectionAsync(http) is { } refusal)
        {
            await Problems.WriteAsync(http, refusal);
            return;
        }

        await next(http);
    }

    private async ValueTask<Refusal?> ObjectionAsync(HttpContext http)
    {
        var user = http.User;
        if (user.ApiKeyId() is not null)
        {
            return user.LearnerId() is not null && await viewers.OfAsync(user) is null ? RequestRefusals.LearnerUnknown : null;
        }

        if (http.Request.Headers.ContainsKey(ApiKeyHandler.OnBehalfOf))
        {
            return OnlyForKeys;
        }

        if (!await viewers.IsGoodAsync(user))
        {
            http.User = Nobody;
            return null;
        }

        return user.Identity?.AuthenticationType == Schemes.Cookie && IsFromElsewhere(http.Request) ? CrossOrigin : null;
    }

    /// <summary>A browser says where a request that may change something comes from (the Fetch Metadata and Origin headers).</summary>
    private static bool IsFromElsewhere(HttpRequest request)
    {
        if (HttpMethods.IsGet(request.Method) || HttpMethods.IsHead(request.Method))
        {
            return false;
        }

        if (request.Headers["Sec-Fetch-Site"] is [{ } site])
        {
            return site is not ("same-origin" or "none");
        }

        return request.Headers.Origin is [{ } origin]
            && !(Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority == request.Host.Value);
    }
}
