using LmsActors.Accounts;
using LmsActors.Hosting;
using LmsActors.Tenants;
using Microsoft.AspNetCore.Authorization;
using Orleans.Dashboard;

namespace LmsActors.Web;

/// <summary>Orleans' dashboard, for those who look after the server.</summary>
internal static class DashboardSetup
{
    public const string Path = "/admin/orleans";

    /// <summary>It sets styles as it goes; its scripts, pictures and fonts come from here.</summary>
    private const string ContentSecurityPolicy =
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; "
        + "object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>It shows all tenants at once, so it is for the administrators of the one that the server was set up with.</summary>
    private static readonly AuthorizationPolicy Operators = new AuthorizationPolicyBuilder()
        .RequireClaim(Identities.Tenant, Tenancy.Default)
        .AddRequirements(new AdminRequirement())
        .Build();

    /// <summary>Whether it is there, and for this viewer.</summary>
    public static bool IsFor(Viewer viewer, IConfiguration configuration) =>
        viewer.IsAdmin && viewer.Tenant == Tenancy.Default && configuration.HasDashboard();

    public static void MapDashboard(this WebApplication app)
    {
        if (app.Configuration.HasDashboard())
        {
            app.MapOrleansDashboard(Path).RequireAuthorization(Operators).AddEndpointFilter(GuardAsync);
        }
    }

    /// <summary>
    /// Its headers; and one of its addresses is closed: it calls an actor to show what that remembers. What learners wrote is not for the
    /// eyes of operators, and a call may have effects.
    /// </summary>
    private static ValueTask<object?> GuardAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        http.Response.Headers.ContentSecurityPolicy = ContentSecurityPolicy;
        return http.Request.Path.StartsWithSegments($"{Path}/GrainState") ? new(TypedResults.NotFound()) : next(context);
    }
}
