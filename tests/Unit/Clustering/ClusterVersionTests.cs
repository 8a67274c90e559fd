using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Versions.Compatibility;
using Orleans.Versions.Selector;

namespace LmsActors.Hosting;

/// <summary>How silos of two releases share the actors.</summary>
public sealed class ClusterVersionTests
{
    [Fact]
    public void Cluster_OfTwoReleases_SendsCallsWhereTheyAreUnderstood()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration["Clustering:Provider"] = "Postgres";
        builder.Configuration["Storage:Provider"] = "Postgres";
        builder.Configuration["Storage:ConnectionString"] = "Host=db";
        builder.UseOrleans(silo => silo.UseLmsActors(builder.Configuration));
        using var host = builder.Build();

        var versions = host.Services.GetRequiredService<IOptions<GrainVersioningOptions>>().Value;

        Assert.IsType<BackwardCompatible>(host.Services.GetRequiredKeyedService<CompatibilityStrategy>(versions.DefaultCompatibilityStrategy));
        Assert.IsType<AllCompatibleVersions>(host.Services.GetRequiredKeyedService<VersionSelectorStrategy>(versions.DefaultVersionSelectorStrategy));
    }
}
