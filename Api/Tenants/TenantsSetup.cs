namespace LmsActors.Tenants;

internal static class TenantsSetup
{
    public static void AddTenants(this IServiceCollection services)
    {
        services.AddSingleton<TenantDirectory>();
        services.AddSingleton<IReadiness, Readiness>();
        services.AddHostedService(provider => provider.GetRequiredService<TenantDirectory>());
    }

    /// <summary>Answers 404 for what is switched off. Goes after it is known who calls.</summary>
    public static void UseTenants(this WebApplication app) => app.UseMiddleware<FeatureGate>();
}
