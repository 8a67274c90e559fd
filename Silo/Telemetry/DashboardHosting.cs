using Microsoft.Extensions.Configuration;

namespace LmsActors.Hosting;

/// <summary>
/// Orleans' dashboard, which shows silos, grain types and the calls they get. It looks at every call, so it is there only where it
/// was asked for; and to show a whole cluster, on all of its silos.
/// </summary>
public static class DashboardHosting
{
    /// <summary>Whether the dashboard is asked for: the setting <c>Dashboard:Enabled</c>.</summary>
    /// <exception cref="ConfigurationException">It is neither true nor false.</exception>
    public static bool HasDashboard(this IConfiguration configuration) =>
        ConfigurationException.Flag("Dashboard__Enabled", configuration["Dashboard:Enabled"], otherwise: false);

    internal static ISiloBuilder AddDashboard(this ISiloBuilder silo, IConfiguration configuration) => !configuration.HasDashboard() ? silo
        // Logs are for those who run the machines; they are not streamed to browsers.
        : Orleans.Dashboard.ServiceCollectionExtensions.AddDashboard(silo, options => options.HideTrace = true);
}
