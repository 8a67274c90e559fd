using LmsActors.Hosting;
using Orleans.Journaling;

namespace LmsActors.Backup;

/// <summary>Whose a journal is: each is the log of one actor, and the actor's key begins with its tenant.</summary>
internal static class TenantJournals
{
    /// <summary>Whether the journal is the log of an actor of the tenant. One that is no actor's is nobody's.</summary>
    public static bool IsOf(string tenant, string journal) => ActorOf(journal) is { } actor && ActorKey.Parse(actor.Key.ToString()!).Tenant == tenant;

    /// <summary>The actors of a tenant that have a log.</summary>
    public static async IAsyncEnumerable<GrainId> ListAsync(
        IServiceProvider services, string tenant, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var entry in StorageSetup.Catalog(services).ListAsync(cancellationToken: cancellation))
        {
            if (IsOf(tenant, entry.Id.Value))
            {
                yield return ActorOf(entry.Id.Value)!.Value;
            }
        }
    }

    private static GrainId? ActorOf(string journal) =>
        GrainId.TryParse(journal, out var actor) && JournalId.FromGrainId(actor).Value == journal && actor.Key.ToString()!.IndexOf('/') > 0 ? actor : null;
}
