using System.Net;
using Microsoft.Extensions.Configuration;

namespace LmsActors.Hosting;

/// <summary>Who keeps the list of the silos that are alive.</summary>
internal enum ClusteringProvider
{
    /// <summary>Nobody: this process is all there is, and opens no port for others.</summary>
    None,

    /// <summary>A table in PostgreSQL, which <c>migrate</c> makes.</summary>
    Postgres,

    /// <summary>A hash in Redis.</summary>
    Redis,
}

/// <summary>What runs the silos, and can tell about them.</summary>
internal enum ClusterHost
{
    /// <summary>Nothing that is asked: silos notice by themselves when one is gone.</summary>
    None,

    /// <summary>Kubernetes: a silo whose pod was deleted is known as gone at once.</summary>
    Kubernetes,
}

/// <summary>How this silo is one of many: the sections <c>Clustering</c> and <c>Silo</c> of the configuration.</summary>
/// <param name="Provider">Who keeps the list of silos.</param>
/// <param name="ConnectionString">Where it is kept; empty without a provider.</param>
/// <param name="ClusterId">Silos of the same name find each other.</param>
/// <param name="Address">The address or host name by which the others reach this silo; null means the first of this machine. In a pod it is the pod's.</param>
/// <param name="Port">The TCP port at which other silos reach this one, 1 to 65535.</param>
/// <param name="HoldsActors">Whether actors may live here. Where no silo may hold them, all do.</param>
internal sealed record ClusterSettings(
    ClusteringProvider Provider, string ConnectionString, string ClusterId, string? Address, int Port, bool HoldsActors)
{
    /// <summary>What every pod is told by Kubernetes, or by the manifests.</summary>
    private static readonly string[] PodVariables = ["KUBERNETES_SERVICE_HOST", "POD_NAMESPACE", "POD_NAME", "POD_IP"];

    /// <summary>The name of the cluster, if it is not said. The manifests for Kubernetes label pods with it.</summary>
    public const string DefaultClusterId = "lms-actors";

    /// <summary>The TCP port for other silos, if it is not said.</summary>
    public const int DefaultPort = 11111;

    /// <exception cref="ConfigurationException">A value is none that there may be; the message says which are.</exception>
    public static ClusterSettings Read(IConfiguration configuration)
    {
        var provider = ConfigurationException.Word("Clustering__Provider", configuration["Clustering:Provider"], ClusteringProvider.None);
        var host = HostOf(configuration, provider);
        return new(
            provider,
            provider == ClusteringProvider.None ? "" : Connection(configuration, provider),
            configuration["Clustering:ClusterId"] is { Length: > 0 } id ? id : DefaultClusterId,
            configuration["Silo:Address"] is { Length: > 0 } address ? address : host == ClusterHost.Kubernetes ? configuration["POD_IP"] : null,
            PortOf("Silo__Port", configuration["Silo:Port"]) ?? DefaultPort,
            ConfigurationException.Flag("Silo__HoldsActors", configuration["Silo:HoldsActors"], otherwise: true))
        {
            Host = host,
            OwnPort = PortOf("Silo__ListenPort", configuration["Silo:ListenPort"]),
        };
    }

    /// <summary>What runs the silos, if it is to be asked.</summary>
    public ClusterHost Host { get; private init; }

    /// <summary>The TCP port that this silo listens on: another one than <see cref="Port"/> where a port mapping lies between it and the others.</summary>
    public int ListenPort => OwnPort ?? Port;

    private int? OwnPort { get; init; }

    /// <summary>The address as the endpoint options want it, if it is one and not a host's name.</summary>
    public IPAddress? IPAddress => System.Net.IPAddress.TryParse(Address, out var address) ? address : null;

    private static string Connection(IConfiguration configuration, ClusteringProvider provider)
    {
        var stored = configuration.StorageProvider();
        if (stored == StorageProvider.Sqlite)
        {
            throw new ConfigurationException(
                "A cluster needs a storage that several processes can share: with Clustering__Provider, Storage__Provider must be Postgres or AzureBlob.");
        }

        var shared = provider == ClusteringProvider.Postgres && stored == StorageProvider.Postgres
            ? configuration["Storage:ConnectionString"] : null;
        var found = configuration["Clustering:ConnectionString"] is { Length: > 0 } own ? own
            : shared ?? throw new ConfigurationException($"Clustering__Provider is {provider}, and Clustering__ConnectionString does not say where it is.");
        return provider == ClusteringProvider.Postgres
            ? ConnectionStrings.Postgres("Clustering__ConnectionString", found)
            : ConnectionStrings.Redis("Clustering__ConnectionString", found);
    }

    private static ClusterHost HostOf(IConfiguration configuration, ClusteringProvider provider)
    {
        var host = ConfigurationException.Word("Clustering__Host", configuration["Clustering:Host"], ClusterHost.None);
        if (host == ClusterHost.Kubernetes && provider == ClusteringProvider.None)
        {
            throw new ConfigurationException("Clustering__Host is Kubernetes, which tells about the silos of a cluster: set Clustering__Provider as well. Allowed: Postgres, Redis.");
        }

        return host == ClusterHost.Kubernetes && Array.Find(PodVariables, name => string.IsNullOrEmpty(configuration[name])) is { } missing
            ? throw new ConfigurationException($"Clustering__Host is Kubernetes, and this is no pod that knows itself: {missing} is not set. deploy/kubernetes shows how it is.")
            : host;
    }

    private static int? PortOf(string name, string? value) =>
        string.IsNullOrEmpty(value) ? null
        : int.TryParse(value, out var port) && port is > 0 and <= IPEndPoint.MaxPort ? port
        : throw new ConfigurationException($"{name} is '{value}'. Allowed: 1 to {IPEndPoint.MaxPort}.");
}
