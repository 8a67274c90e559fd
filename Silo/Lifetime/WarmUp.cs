using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Metadata;
using Orleans.Runtime.Placement;

namespace LmsActors.Hosting;

/// <summary>
/// What a process does before it is ready: it brings an actor of each kind to life here, one that does not exist, and lets it go. So the
/// code is compiled, the storage connected, and the directory of actors reached, before anybody waits for it. Nothing is written.
/// </summary>
internal sealed class WarmUp(
    IGrainFactory grains, IClusterManifestProvider manifest, GrainInterfaceTypeResolver interfaces, ILocalSiloDetails self, ILogger<WarmUp> logger)
    : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private volatile bool _isDone;

    public bool IsDone => _isDone;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        while (!await TryAsync())
        {
            await Task.Delay(Pause, stoppingToken);
        }

        _isDone = true;
    }

    private async Task<bool> TryAsync()
    {
        try
        {
            RequestContext.Set(IPlacementDirector.PlacementHintKey, self.SiloAddress);
            await Task.WhenAll(Kinds().Select(kind => grains.GetGrain(GrainId.Create(kind, Key)).AsReference<IAudited>().AuditAsync()));
            return true;
        }
        catch (Exception e)
        {
            logger.LogWarning(e, "The warm-up did not come through; it is tried again.");
            return false;
        }
    }

    /// <summary>The kinds of actors with a log.</summary>
    private IEnumerable<GrainType> Kinds()
    {
        var audited = interfaces.GetGrainInterfaceType(typeof(IAudited)).ToString();
        return manifest.LocalGrainManifest.Grains
            .Where(kind => kind.Value.Properties.Any(property =>
                property.Key.StartsWith(WellKnownGrainTypeProperties.ImplementedInterfacePrefix, StringComparison.Ordinal) && property.Value == audited))
            .Select(kind => kind.Key);
    }

    /// <summary>An id of every shape that ids have, which no actor has.</summary>
    private string Key => new ActorKey("system", $"warm-up-{self.SiloAddress.GetConsistentHashCode():x8}:0").ToString();
}
