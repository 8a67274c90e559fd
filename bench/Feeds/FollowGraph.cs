using System.Globalization;
using System.IO.Compression;

namespace LmsActors.Bench;

/// <summary>Who follows whom.</summary>
/// <param name="Name">Where it comes from.</param>
/// <param name="Following">For each follower, whom it follows.</param>
/// <param name="FollowerCounts">For each followed learner, by how many.</param>
internal sealed record FollowGraph(string Name, IReadOnlyDictionary<int, List<int>> Following, IReadOnlyDictionary<int, int> FollowerCounts)
{
    private const int People = 75_877;
    private const int Follows = 405_739;

    public long Count => FollowerCounts.Values.Sum(count => (long)count);

    /// <summary>The graph of a file, of which each line <c>a b</c> says that b follows a; without a file, a synthetic one of the size of Epinions'.</summary>
    public static FollowGraph Read(string? file, double share)
    {
        var edges = file is null ? Synthetic((int)(Follows * share)) : FromFile(file).Take((int)(Follows * share));
        var following = new Dictionary<int, List<int>>();
        var counts = new Dictionary<int, int>();
        foreach (var (followed, follower) in edges)
        {
            counts[followed] = counts.GetValueOrDefault(followed) + 1;
            (following.TryGetValue(follower, out var all) ? all : following[follower] = []).Add(followed);
        }

        return new(file is null ? "a synthetic graph" : "the graph " + Path.GetFileName(file), following, counts);
    }

    /// <summary>
    /// Authors of posts: each follow is as likely as any other to be the reason why somebody sees a post. Fewer than asked for where theirs
    /// would be more than <paramref name="mostEntries"/> feed entries.
    /// </summary>
    public int[] AuthorsByReach(int count, long mostEntries, Random random)
    {
        var ends = Following.Values.SelectMany(all => all).ToArray();
        var entries = 0L;
        return [.. Enumerable.Range(0, count).Select(_ => ends[random.Next(ends.Length)]).TakeWhile(author => (entries += FollowerCounts[author]) <= mostEntries)];
    }

    private static IEnumerable<(int Followed, int Follower)> FromFile(string file)
    {
        using var reader = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            var parts = line.Split(' ', '\t');
            if (parts is [var followed, var follower] && int.TryParse(followed, NumberStyles.None, CultureInfo.InvariantCulture, out var a))
            {
                yield return (a, int.Parse(follower, CultureInfo.InvariantCulture));
            }
        }
    }

    /// <summary>Followers by a power law: the number of a followed learner is an exponential of an even draw.</summary>
    private static IEnumerable<(int Followed, int Follower)> Synthetic(int follows)
    {
        var random = new Random(20260101);
        var seen = new HashSet<(int, int)>();
        while (seen.Count < follows)
        {
            var followed = (int)Math.Pow(People, random.NextDouble()) - 1 + random.Next(12);
            var edge = (followed, random.Next(People));
            if (edge.Item1 != edge.Item2 && seen.Add(edge))
            {
                yield return edge;
            }
        }
    }
}
