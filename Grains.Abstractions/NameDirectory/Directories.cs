using System.Buffers.Text;
using System.Text;

namespace LmsActors.NameDirectory;

/// <summary>A tenant's directories as a whole: finds the shard of a thing, and asks all shards of a kind.</summary>
public static class Directories
{
    /// <summary>How many shards a kind has. Fixed for the life of the data.</summary>
    public const int Shards = 16;

    /// <summary>The key of the shard that knows <paramref name="id"/>.</summary>
    public static string Shard(string tenant, string kind, string id) => Key(tenant, kind, (int)(Ids.Spread(id) % Shards));

    /// <summary>
    /// Things by name or external id, as <paramref name="query"/> says (its cursor and limit are taken from
    /// <paramref name="paging"/>): whole names first, then names that begin so, then names with a word that begins so.
    /// </summary>
    public static async Task<Page<DirectoryHit>> FindAsync(
        IGrainFactory grains, string tenant, string kind, DirectoryQuery query, Paging paging)
    {
        var asked = query with { After = Read(paging.Cursor), Limit = paging.Limit + 1 };
        var found = await Task.WhenAll(All(grains, tenant, kind).Select(shard => shard.FindAsync(asked)));
        var hits = found.SelectMany(hits => hits).OrderBy(hit => hit.Place).Take(paging.Limit + 1).ToList();
        return hits.Count <= paging.Limit
            ? new(hits, null)
            : new(hits.GetRange(0, paging.Limit), Write(hits[paging.Limit - 1].Place));
    }

    /// <summary>The names of <paramref name="ids"/>, in their order; an id that is not known is left out.</summary>
    public static async Task<IReadOnlyList<Person>> NamesAsync(IGrainFactory grains, string tenant, string kind, IReadOnlyList<string> ids)
    {
        var asked = ids.GroupBy(id => Shard(tenant, kind, id));
        var answers = await Task.WhenAll(asked.Select(shard => grains.GetGrain<IDirectoryGrain>(shard.Key).NamesAsync([.. shard])));
        var names = answers.SelectMany(people => people).ToDictionary(person => person.Id);
        return [.. ids.Where(names.ContainsKey).Select(id => names[id])];
    }

    /// <summary>The tenant's figures; exact once the outboxes are drained.</summary>
    public static async Task<TenantTotals> TotalsAsync(IGrainFactory grains, string tenant)
    {
        var learners = SumAsync(grains, tenant, DirectoryKinds.Learner);
        var groups = SumAsync(grains, tenant, DirectoryKinds.Group);
        var rooms = SumAsync(grains, tenant, DirectoryKinds.Room);
        var (l, g, r) = (await learners, await groups, await rooms);
        return new(
            l.Named, g.Named, r.Named, Of(r, DirectoryCounters.Messages), Of(l, DirectoryCounters.Posts), Of(l, DirectoryCounters.Follows),
            Of(l, DirectoryCounters.Kudos));
    }

    private static async Task<(long Named, List<DirectoryTotals> Shards)> SumAsync(IGrainFactory grains, string tenant, string kind)
    {
        var totals = await Task.WhenAll(All(grains, tenant, kind).Select(shard => shard.TotalsAsync()));
        return (totals.Sum(shard => shard.Named), [.. totals]);
    }

    private static long Of((long Named, List<DirectoryTotals> Shards) totals, string counter) =>
        totals.Shards.Sum(shard => shard.Counters.GetValueOrDefault(counter));

    private static IEnumerable<IDirectoryGrain> All(IGrainFactory grains, string tenant, string kind) =>
        Enumerable.Range(0, Shards).Select(shard => grains.GetGrain<IDirectoryGrain>(Key(tenant, kind, shard)));

    private static string Key(string tenant, string kind, int shard) => new ActorKey(tenant, $"{kind}:{shard:00}").ToString();

    private static string Write(DirectoryPlace place) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes($"{place.Rank}\n{place.Id}\n{place.Name}"));

    /// <summary>A cursor that is not one of ours means the first page.</summary>
    private static DirectoryPlace? Read(string? cursor)
    {
        if (cursor is null || !Base64Url.IsValid(cursor))
        {
            return null;
        }

        var parts = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(cursor)).Split('\n', 3);
        return parts.Length == 3 && int.TryParse(parts[0], out var rank) ? new(rank, parts[2], parts[1]) : null;
    }
}

/// <summary>A tenant's figures.</summary>
[GenerateSerializer, Immutable, Alias("tenant-totals")]
public sealed record TenantTotals(
    [property: Id(0)] long Learners,
    [property: Id(1)] long Groups,
    [property: Id(2)] long Rooms,
    [property: Id(3)] long Messages,
    [property: Id(4)] long Posts,
    [property: Id(5)] long Follows,
    [property: Id(6)] long Kudos = 0);
