using Microsoft.AspNetCore.Mvc;

namespace LmsActors.Kernel;

/// <summary>Refusals as RFC 9457 problem details: status, a stable <c>code</c>, one sentence.</summary>
internal static class Problems
{
    public const string MediaType = "application/problem+json";

    public static int StatusOf(RefusalKind kind) => kind switch
    {
        RefusalKind.Invalid => StatusCodes.Status400BadRequest,
        RefusalKind.NotFound => StatusCodes.Status404NotFound,
        RefusalKind.Forbidden => StatusCodes.Status403Forbidden,
        RefusalKind.Conflict => StatusCodes.Status409Conflict,
        RefusalKind.Reused => StatusCodes.Status422UnprocessableEntity,
        RefusalKind.TooMany => StatusCodes.Status429TooManyRequests,
        RefusalKind.Unavailable => StatusCodes.Status503ServiceUnavailable,
        RefusalKind.Unauthenticated => StatusCodes.Status401Unauthorized,
        _ => StatusCodes.Status500InternalServerError,
    };

    public static Task WriteAsync(HttpContext http, Refusal refusal) => WriteAsync(http, refusal, StatusOf(refusal.Kind));

    /// <summary>Writes the problem, with <c>Retry-After</c> in whole seconds where it is known when to try again.</summary>
    public static Task WriteAsync(HttpContext http, Refusal refusal, int status)
    {
        if (refusal.RetryAfter is { } wait)
        {
            http.Response.Headers.RetryAfter = Math.Max(1, (long)Math.Ceiling(wait.TotalSeconds)).ToString();
        }

        var problem = new ProblemDetails
        {
            Type = "about:blank",
            Title = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status),
            Status = status,
            Detail = refusal.Message,
            Extensions = { ["code"] = refusal.Code },
        };
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(problem, LiveJson.Options, MediaType, http.RequestAborted);
    }
}
