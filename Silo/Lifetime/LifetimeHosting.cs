using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace LmsActors.Hosting;

/// <summary>How a process comes and goes without anybody noticing.</summary>
public static class LifetimeHosting
{
    /// <summary>A warm-up before it is ready, and a drain before it stops. To be called behind <c>UseOrleans</c>, so that the silo runs first.</summary>
    /// <param name="services">Those of the host.</param>
    /// <param name="configuration">Says how long the drain takes.</param>
    /// <param name="servesClients">Whether clients connect to this process.</param>
    /// <exception cref="ConfigurationException">The configuration asks for something that there is not.</exception>
    public static IServiceCollection AddLifetime(this IServiceCollection services, IConfiguration configuration, bool servesClients)
    {
        var duration = Drain.Read(configuration, servesClients);
        services.AddSingleton(provider => new Drain(duration, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton<IHostLifetime, DrainingLifetime>();
        services.AddSingleton<WarmUp>();
        services.AddHostedService(provider => provider.GetRequiredService<WarmUp>());
        services.AddHealthChecks().AddCheck<LifetimeCheck>("lifetime", tags: [Probes.Ready]);
        return services;
    }
}
