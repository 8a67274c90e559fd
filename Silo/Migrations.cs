using LmsActors.Storage;
using Microsoft.Extensions.Configuration;

namespace LmsActors.Hosting;

/// <summary>What must be there before a silo starts; no silo makes it by itself.</summary>
public static class Migrations
{
    /// <summary>Makes or updates all that the configuration asks for. Answers what was done, a sentence each.</summary>
    /// <exception cref="ConfigurationException">The configuration asks for something that there is not.</exception>
    /// <exception cref="StorageUnavailableException">A server does not answer, or refuses.</exception>
    public static async Task<IReadOnlyList<string>> RunAsync(IConfiguration configuration, CancellationToken cancellation)
    {
        var done = new List<string> { await StorageSetup.MigrateAsync(configuration, cancellation) };
        var cluster = ClusterSettings.Read(configuration);
        done.Add(await MigrateAsync(cluster, cancellation));
        return done;
    }

    private static async Task<string> MigrateAsync(ClusterSettings cluster, CancellationToken cancellation)
    {
        if (cluster.Provider != ClusteringProvider.Postgres)
        {
            return $"Clustering ({cluster.Provider}) needs nothing.";
        }

        try
        {
            await PostgresMembership.MigrateAsync(cluster.ConnectionString, cancellation);
            return "Clustering (Postgres) has its tables.";
        }
        catch (Npgsql.NpgsqlException e)
        {
            throw new StorageUnavailableException($"The tables of the cluster could not be made: {e.Message}");
        }
    }
}
