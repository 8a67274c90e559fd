using System.Net;
using LmsActors.Chat;
using LmsActors.NameDirectory;
using Orleans.Configuration;

namespace LmsActors.Hosting;

/// <summary>How a silo of LmsActors is put together.</summary>
public static class SiloHosting
{
    private const string ClusterName = "lms-actors";

    /// <summary>All actors in one process: the kernel, and a cluster of one that opens no port.</summary>
    public static ISiloBuilder UseLmsActors(this ISiloBuilder silo)
    {
        silo.UseSingleProcess();
        silo.AddKernel().AddNameDirectory().AddChat();
        silo.Services.AddAudits();
        return silo;
    }

    /// <summary>
    /// A cluster of one. Its address is a name and nothing more: nobody else ever connects, so nothing listens, and any number of
    /// such processes live on one machine without asking for ports.
    /// </summary>
    private static void UseSingleProcess(this ISiloBuilder silo)
    {
        var address = new IPEndPoint(IPAddress.Loopback, EndpointOptions.DEFAULT_SILO_PORT);
        silo.UseDevelopmentClustering(address);
        silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (ClusterName, ClusterName));
        silo.Configure<EndpointOptions>(options =>
        {
            options.AdvertisedIPAddress = address.Address;
            options.SiloPort = address.Port;
            options.GatewayPort = 0;
        });
        NoListener.ReplaceIn(silo.Services);
    }
}
