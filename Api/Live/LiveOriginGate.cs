using Microsoft.Extensions.Options;

namespace LmsActors.Live;

/// <summary>Refuses hub requests that a page of a foreign origin makes (RFC 6455, section 10.2).</summary>
internal sealed class LiveOriginGate(RequestDelegate next, IOptions<LiveOptions> options)
{
    private static readonly Refusal ForeignOrigin =
        Refusal.Forbidden("live.foreign-origin", "Pages of this origin may not connect. An administrator can allow it (Live:AllowedOrigins).");

    private readonly HashSet<string> _allowed =
        new(options.Value.AllowedOrigins.Select(origin => origin.TrimEnd('/')), StringComparer.OrdinalIgnoreCase);

    public Task InvokeAsync(HttpContext http)
    {
        var origin = http.Request.Headers.Origin.ToString();
        return origin.Length == 0 || IsOwn(origin, http.Request) || _allowed.Contains(origin)
            ? next(http)
            : Problems.WriteAsync(http, ForeignOrigin);
    }

    private static bool IsOwn(string origin, HttpRequest request) =>
        string.Equals(origin, $"{request.Scheme}://{request.Host}", StringComparison.OrdinalIgnoreCase);
}
