using Microsoft.Extensions.DependencyInjection;
using Orleans.Metadata;
using Orleans.Placement;
using Orleans.Runtime.MembershipService.SiloMetadata;
using Orleans.Runtime.Placement;

namespace LmsActors.Hosting;

/// <summary>
/// Where actors live: on the silos that hold actors. An API silo that holds none keeps its processor for its connections. When none of
/// the others is there, it is better to live on an API silo than nowhere.
/// </summary>
internal static class ActorPlacement
{
    private const string HoldsActors = "holds-actors";

    public static void UseActorPlacement(this ISiloBuilder silo, bool holdsActors)
    {
        silo.UseSiloMetadata(new Dictionary<string, string> { [HoldsActors] = holdsActors ? "yes" : "no" });
        silo.Services.AddPlacementFilter<OnActorSilos, Director>(ServiceLifetime.Transient);
        silo.Services.AddSingleton<IGrainPropertiesProvider, EveryActor>();
    }

    /// <summary>The name of the rule in the properties of grain types.</summary>
    internal sealed class OnActorSilos() : PlacementFilterStrategy(order: 1);

    /// <summary>Actors of the product fall under the rule; system grains of the runtime do not.</summary>
    private sealed class EveryActor(IServiceProvider services) : IGrainPropertiesProvider
    {
        public void Populate(Type grainClass, GrainType grainType, Dictionary<string, string> properties)
        {
            if (typeof(IOutboxOwner).Assembly != grainClass.Assembly && grainClass.Assembly != typeof(KernelHosting).Assembly)
            {
                return;
            }

            new OnActorSilos().PopulateGrainProperties(services, grainClass, grainType, properties);
        }
    }

    private sealed class Director(ISiloMetadataCache silos) : IPlacementFilterDirector
    {
        public IEnumerable<SiloAddress> Filter(PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> candidates)
        {
            var all = candidates.ToList();
            var holding = all.FindAll(silo => silos.GetSiloMetadata(silo).Metadata.GetValueOrDefault(HoldsActors) != "no");
            return holding.Count > 0 ? holding : all;
        }
    }
}
