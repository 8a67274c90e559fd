namespace LmsActors.Kernel;

/// <summary>What browsers are told not to do with our answers.</summary>
internal static class SecurityHeaders
{
    /// <summary>Everything comes from here: modules, styles, pictures, and the connection to <c>/live</c>.</summary>
    private const string Policy =
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'";

    /// <summary>The reading page of the API is made by its script, in the page.</summary>
    private const string PolicyOfDocs =
        "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        + "object-src 'none'; base-uri 'none'; frame-ancestors 'self'";

    public static void UseSecurityHeaders(this WebApplication app) => app.Use(static (http, next) =>
    {
        var headers = http.Response.Headers;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers.ContentSecurityPolicy = http.Request.Path.StartsWithSegments(ReferenceSetup.Page) ? PolicyOfDocs : Policy;
        return next(http);
    });
}
