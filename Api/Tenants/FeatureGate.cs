using LmsActors.Accounts;

namespace LmsActors.Tenants;

/// <summary>The feature that an endpoint belongs to.</summary>
internal sealed record FeatureMetadata(string Feature);

internal static class FeatureEndpoints
{
    /// <summary>Puts endpoints behind the switch of <paramref name="feature"/>: off means that there is nothing at their addresses.</summary>
    public static TBuilder RequireFeature<TBuilder>(this TBuilder builder, string feature)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(new FeatureMetadata(feature));
}

/// <summary>Answers 404 for what is switched off for the caller's tenant or community, before anything else is looked at.</summary>
internal sealed class FeatureGate(RequestDelegate next, TenantDirectory tenants, IViewers viewers)
{
    public Task InvokeAsync(HttpContext http) =>
        http.GetEndpoint()?.Metadata.GetMetadata<FeatureMetadata>() is { } metadata && http.User.TenantId() is { } tenant
            ? CheckAsync(http, tenant, metadata.Feature)
            : next(http);

    private async Task CheckAsync(HttpContext http, string tenant, string feature)
    {
        var settings = await tenants.FindAsync(tenant);
        var isOn = settings is not null
            && (settings.Off.IsEmpty || settings.IsOn(feature, (await viewers.OfAsync(http.User))?.Community));
        await (isOn ? next(http) : Problems.WriteAsync(http, RequestRefusals.FeatureOff));
    }
}
