using System.Collections.Immutable;

namespace LmsActors.NameDirectory;

/// <summary>
/// A shard of a tenant's directory of one kind of thing: names to be found by, and counters that sum up to the tenant's figures.
/// Derived: what it holds is told by the things themselves. Key: <see cref="Directories.Shard"/>.
/// </summary>
[Alias("directory")]
public interface IDirectoryGrain : IGrainWithStringKey
{
    /// <summary>Enters names, each unless a later one (by sequence) is already known for its id.</summary>
    [Alias("put-names")]
    Task PutNamesAsync(IReadOnlyList<DirectoryName> names);

    /// <summary>Enters values of counters, each unless a later one (by sequence) is already known for its id and counter.</summary>
    [Alias("put-counts")]
    Task PutCountsAsync(IReadOnlyList<DirectoryCount> counts);

    /// <summary>The best hits of this shard after the query's cursor, best first.</summary>
    [Alias("find")]
    Task<IReadOnlyList<DirectoryHit>> FindAsync(DirectoryQuery query);

    /// <summary>The names of those of <paramref name="ids"/> that this shard knows.</summary>
    [Alias("names")]
    Task<IReadOnlyList<Person>> NamesAsync(IReadOnlyList<string> ids);

    /// <summary>How many named things this shard holds, and the sum of each counter.</summary>
    [Alias("totals")]
    Task<DirectoryTotals> TotalsAsync();
}

/// <summary>A silo's way to the directories: what many actors tell at the same time travels, and is written, together.</summary>
public interface IDirectoryWriter
{
    /// <summary>Enters a name into the tenant's directory of this kind; durable when it returns.</summary>
    Task PutAsync(string tenant, string kind, DirectoryName name);

    /// <summary>Enters the value of a counter, likewise.</summary>
    Task PutAsync(string tenant, string kind, DirectoryCount count);
}

/// <summary>The kinds of things that have a directory.</summary>
public static class DirectoryKinds
{
    public const string Learner = "learner";
    public const string Group = "group";
    public const string Room = "room";
}

/// <summary>The counters that are summed up.</summary>
public static class DirectoryCounters
{
    /// <summary>Of a learner: its posts.</summary>
    public const string Posts = "posts";

    /// <summary>Of a learner: how many it follows.</summary>
    public const string Follows = "follows";

    /// <summary>Of a learner: the kudos that it has received.</summary>
    public const string Kudos = "kudos";

    /// <summary>Of a room: its messages.</summary>
    public const string Messages = "messages";
}

/// <summary>A name to be found by.</summary>
/// <param name="Id">Of the thing.</param>
/// <param name="Name">As it is shown; it is compared ignoring case and compatibility forms.</param>
/// <param name="ExternalId">Its id in the system it comes from.</param>
/// <param name="Listed">False: it counts, and is found only by those who may see it (<see cref="DirectoryQuery.Unlisted"/>).</param>
/// <param name="Sequence">Of the event in the thing's log; the highest wins.</param>
[GenerateSerializer, Immutable, Alias("directory-name")]
public sealed record DirectoryName(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] string? ExternalId,
    [property: Id(3)] bool Listed,
    [property: Id(4)] long Sequence);

/// <summary>The value of a thing's counter, absolute, as of an event in the log of who counts.</summary>
[GenerateSerializer, Immutable, Alias("directory-count")]
public sealed record DirectoryCount(
    [property: Id(0)] string Id,
    [property: Id(1)] string Counter,
    [property: Id(2)] long Value,
    [property: Id(3)] long Sequence);

/// <summary>What is looked for: a name (whole, its beginning, or the beginning of a word in it), or an external id (whole); everything, if neither.</summary>
[GenerateSerializer, Immutable, Alias("directory-query")]
public sealed record DirectoryQuery
{
    [Id(0)] public string? Name { get; init; }

    [Id(1)] public string? ExternalId { get; init; }

    /// <summary>Ids that the viewer must not see.</summary>
    [Id(2)] public ImmutableHashSet<string> Hidden { get; init; } = [];

    /// <summary>Ids that the viewer may see although they are not listed.</summary>
    [Id(3)] public ImmutableHashSet<string> Unlisted { get; init; } = [];

    /// <summary>The last hit of the page before.</summary>
    [Id(4)] public DirectoryPlace? After { get; init; }

    [Id(5)] public int Limit { get; init; } = Paging.DefaultLimit;
}

/// <summary>Where a hit stands in the order of hits: 0 whole name, 1 its beginning, 2 the beginning of a word; then name; then id.</summary>
[GenerateSerializer, Immutable, Alias("directory-place")]
public sealed record DirectoryPlace([property: Id(0)] int Rank, [property: Id(1)] string Name, [property: Id(2)] string Id)
    : IComparable<DirectoryPlace>
{
    public int CompareTo(DirectoryPlace? other)
    {
        if (other is null)
        {
            return 1;
        }

        var byRank = Rank.CompareTo(other.Rank);
        var byName = byRank != 0 ? byRank : string.CompareOrdinal(Name, other.Name);
        return byName != 0 ? byName : string.CompareOrdinal(Id, other.Id);
    }
}

/// <summary>Something found.</summary>
[GenerateSerializer, Immutable, Alias("directory-hit")]
public sealed record DirectoryHit(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] string? ExternalId,
    [property: Id(3)] DirectoryPlace Place);

/// <summary>What a shard holds, summed up.</summary>
[GenerateSerializer, Immutable, Alias("directory-totals")]
public sealed record DirectoryTotals(
    [property: Id(0)] long Named, [property: Id(1)] ImmutableDictionary<string, long> Counters);
