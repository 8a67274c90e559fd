namespace LmsActors.Import;

/// <summary>A person and the others that they follow, or that follow them, in ascending order.</summary>
internal readonly record struct FollowGroup(long Person, IReadOnlyList<long> Others);

/// <summary>
/// The pairs of a follows file, each once, grouped by follower or by followed whatever order the file has.
/// Takes 16 bytes a pair, and as much again while it is grouped the other way round.
/// </summary>
internal sealed class FollowGraph
{
    private readonly (long Followed, long Follower)[] _pairs;

    private FollowGraph(List<FollowPair> pairs, IReadOnlyList<DirtyRow> dirtyRows)
    {
        _pairs = Sorted(pairs.Select(pair => (pair.Followed, pair.Follower)));
        Records = pairs.Count;
        DirtyRows = dirtyRows;
        People = _pairs.Select(pair => pair.Followed).Concat(_pairs.Select(pair => pair.Follower)).ToHashSet().Count;
    }

    /// <summary>Lines that are pairs, with those that stand twice.</summary>
    public long Records { get; }

    /// <summary>Distinct pairs.</summary>
    public long Follows => _pairs.Length;

    /// <summary>Everybody who follows or is followed.</summary>
    public int People { get; }

    public IReadOnlyList<DirtyRow> DirtyRows { get; }

    /// <inheritdoc cref="FollowsFile.ReadAsync"/>
    public static async Task<FollowGraph> LoadAsync(string path, CancellationToken cancellation = default)
    {
        var pairs = new List<FollowPair>();
        var dirty = new List<DirtyRow>();
        await foreach (var chunk in FollowsFile.ReadAsync(path, cancellation))
        {
            pairs.AddRange(chunk.Pairs);
            dirty.AddRange(chunk.DirtyRows);
        }
        return new FollowGraph(pairs, dirty);
    }

    /// <summary>Everybody who follows someone, ascending, with those they follow.</summary>
    public IEnumerable<FollowGroup> ByFollower() => Group(Sorted(_pairs.Select(pair => (pair.Follower, pair.Followed))));

    /// <summary>Everybody who is followed, ascending, with their followers.</summary>
    public IEnumerable<FollowGroup> ByFollowed() => Group(_pairs);

    private static (long, long)[] Sorted(IEnumerable<(long, long)> pairs)
    {
        var sorted = pairs.ToArray();
        Array.Sort(sorted);
        var kept = 0;
        foreach (var pair in sorted)
        {
            if (kept == 0 || pair != sorted[kept - 1])
                sorted[kept++] = pair;
        }
        return sorted[..kept];
    }

    private static IEnumerable<FollowGroup> Group((long Person, long Other)[] sorted)
    {
        for (int from = 0, to; from < sorted.Length; from = to)
        {
            var person = sorted[from].Person;
            to = from + 1;
            while (to < sorted.Length && sorted[to].Person == person)
                to++;
            yield return new FollowGroup(person, Array.ConvertAll(sorted[from..to], pair => pair.Other));
        }
    }
}
