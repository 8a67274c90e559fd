using LmsActors.Chat;
using LmsActors.NameDirectory;
using Microsoft.Extensions.Configuration;
using Orleans.Configuration;

namespace LmsActors.Hosting;

/// <summary>How a silo of LmsActors is put together.</summary>
public static class SiloHosting
{
    /// <summary>All actors with their storage: alone in this process, or as one silo of a cluster, as the configuration says.</summary>
    /// <exception cref="ConfigurationException">The configuration asks for something that there is not.</exception>
    public static ISiloBuilder UseLmsActors(this ISiloBuilder silo, IConfiguration configuration)
    {
        var cluster = ClusterSettings.Read(configuration);
        silo.UseCluster(cluster).UseDurableReminders(cluster).AddStorage(configuration).AddDashboard(configuration);
        silo.AddKernel().AddNameDirectory().AddChat();
        silo.Services.AddAudits().AddErasures();
        silo.Configure<GrainCollectionOptions>(LetGoUnderPressure);
        if (Probes.IsTraced(configuration))
        {
            silo.AddActivityPropagation();
        }

        return silo;
    }

    /// <summary>
    /// For a silo whose clients call actors from outside: calls that another silo takes with it are made again, where doing so is as if they
    /// were made once (<see cref="AtMostOnce"/>). One process alone has no other.
    /// </summary>
    /// <exception cref="ConfigurationException">The configuration asks for something that there is not.</exception>
    public static ISiloBuilder UseRepeatedCalls(this ISiloBuilder silo, IConfiguration configuration) =>
        ClusterSettings.Read(configuration).Provider == ClusteringProvider.None ? silo : silo.AddOutgoingGrainCallFilter<RepeatedCalls>();

    /// <summary>When memory runs short (percent of what this process may use), the actors that were longest idle leave it: their logs stay.</summary>
    private static void LetGoUnderPressure(GrainCollectionOptions collection)
    {
        collection.EnableActivationSheddingOnMemoryPressure = true;
        (collection.MemoryUsageLimitPercentage, collection.MemoryUsageTargetPercentage) = (90, 80);
    }
}
