using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Versions.Compatibility;
using Orleans.Versions.Selector;

namespace LmsActors.Hosting;

/// <summary>How silos find each other, and notice that one is gone.</summary>
internal static class ClusterHosting
{
    /// <summary>
    /// With these, a silo that was killed is known as dead after about ten seconds: three probes go without an answer, two others vote.
    /// </summary>
    private static readonly TimeSpan Probe = TimeSpan.FromSeconds(3);

    public static ISiloBuilder UseCluster(this ISiloBuilder silo, ClusterSettings settings)
    {
        silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (settings.ClusterId, settings.ClusterId));
        switch (settings.Provider)
        {
            case ClusteringProvider.Postgres:
                silo.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = ("Npgsql", PostgresMembership.Connection(settings.ConnectionString)));
                silo.UseSharedNetwork(settings);
                break;
            case ClusteringProvider.Redis:
                silo.UseRedisClustering(settings.ConnectionString);
                silo.UseSharedNetwork(settings);
                break;
            default:
                silo.UseSingleProcess();
                break;
        }

        return silo;
    }

    private static void UseSharedNetwork(this ISiloBuilder silo, ClusterSettings settings)
    {
        silo.Services.AddHostedService(_ => new ClusterReach(settings));
        silo.UseActorPlacement(settings.HoldsActors);

        // The default directory may have an actor twice for a while after a silo has died; feeds have no log whose fence would end that.
        silo.AddDistributedGrainDirectory();

        silo.Configure<SiloMessagingOptions>(options => options.ResponseTimeout = ResponseTimes.Usual);

        // Silos of two releases live side by side. Whoever knows a newer form of an interface is sent to silos that know it too; all others
        // are spread over all, so that neither the first new silo nor the last old one has to carry everything.
        silo.Configure<GrainVersioningOptions>(options => (options.DefaultCompatibilityStrategy, options.DefaultVersionSelectorStrategy) =
            (nameof(BackwardCompatible), nameof(AllCompatibleVersions)));
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            options.ProbeTimeout = Probe;
            options.TableRefreshTimeout = TimeSpan.FromSeconds(10);
            options.DefunctSiloExpiration = TimeSpan.FromDays(1);
            options.DefunctSiloCleanupPeriod = TimeSpan.FromHours(1);
        });
        if (settings.Host == ClusterHost.Kubernetes)
        {
            silo.UseKubernetesHosting();
        }

        if (settings.IPAddress is { } address)
        {
            silo.ConfigureEndpoints(address, settings.Port, gatewayPort: 0, listenOnAnyHostAddress: true);
        }
        else if (settings.Address is { } host)
        {
            silo.ConfigureEndpoints(host, settings.Port, gatewayPort: 0, listenOnAnyHostAddress: true);
        }
        else
        {
            silo.ConfigureEndpoints(settings.Port, gatewayPort: 0, listenOnAnyHostAddress: true);
        }

        silo.Configure<EndpointOptions>(options => options.SiloListeningEndpoint = new(IPAddress.Any, settings.ListenPort));
    }

    /// <summary>
    /// A cluster of one. Its address is a name and nothing more: nobody else ever connects, so nothing listens, and any number of
    /// such processes live on one machine without asking for ports.
    /// </summary>
    private static void UseSingleProcess(this ISiloBuilder silo)
    {
        var address = new IPEndPoint(IPAddress.Loopback, EndpointOptions.DEFAULT_SILO_PORT);
        silo.UseDevelopmentClustering(address);
        silo.Configure<EndpointOptions>(options =>
        {
            options.AdvertisedIPAddress = address.Address;
            options.SiloPort = address.Port;
            options.GatewayPort = 0;
        });
        NoListener.ReplaceIn(silo.Services);
    }
}
