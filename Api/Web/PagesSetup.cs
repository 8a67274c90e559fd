using LmsActors.Accounts;
using Microsoft.AspNetCore.Components.Endpoints;

namespace LmsActors.Web;

/// <summary>The pages: rendered on the server, with web components in them.</summary>
internal static class PagesSetup
{
    /// <summary>Scripts, styles and connections of this server only; nothing inline.</summary>
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static void AddPages(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddScoped<PageScope>();
    }

    /// <summary>
    /// What goes wrong in a page ends in a page. Goes before whatever looks at the endpoint: the request is routed again then.
    /// </summary>
    public static void UsePageErrors(this WebApplication app)
    {
        app.UseWhen(http => !SchemeSelector.IsForPrograms(http.Request), pages =>
        {
            pages.UseExceptionHandler("/status/500", createScopeForErrors: true);
            pages.UseStatusCodePagesWithReExecute("/status/{0}", createScopeForStatusCodePages: true);
        });
        app.UseRouting();
    }

    /// <summary>Pages get their headers, and what they all know.</summary>
    public static void UsePages(this WebApplication app)
    {
        app.UseAntiforgery();
        app.Use(PrepareAsync);
    }

    public static void MapPages(this WebApplication app)
    {
        // By the name of this assembly, not of the process's: the server also runs inside others.
        app.MapStaticAssets($"{typeof(PagesSetup).Assembly.GetName().Name}.staticwebassets.endpoints.json").AllowAnonymous();
        app.MapRazorComponents<App>();
    }

    private static async Task PrepareAsync(HttpContext http, RequestDelegate next)
    {
        if (http.GetEndpoint()?.Metadata is not { } metadata || metadata.GetMetadata<ComponentTypeMetadata>() is null)
        {
            await next(http);
            return;
        }

        var headers = http.Response.Headers;
        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers.CacheControl = "no-cache, no-store";
        var scope = http.RequestServices.GetRequiredService<PageScope>();
        await scope.LoadAsync(http);
        var isThere = metadata.GetMetadata<FeatureAttribute>() is not { } feature || scope.IsOn(feature.Feature);
        var isAllowed = scope.Viewer is not null || metadata.GetMetadata<Microsoft.AspNetCore.Authorization.IAuthorizeData>() is null;
        if (isThere && isAllowed)
        {
            await next(http);
        }
        else
        {
            http.Response.StatusCode = StatusCodes.Status404NotFound;
        }
    }
}
