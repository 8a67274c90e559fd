using LmsActors.Posts;

namespace LmsActors.Feeds;

/// <summary>Makes pages of feeds, reading journals below their rings where a page reaches that far.</summary>
internal sealed class FeedReader(IGrainFactory grains, string tenant)
{
    /// <summary>How many posts a feed shows; older ones are found with their authors.</summary>
    public const int MaxDepth = 800;

    /// <summary>How many posts the snapshot of a stream shows.</summary>
    public const int SnapshotPosts = 20;

    private const int Deeper = 50;
    private const int MaxRounds = 20;

    public async Task<Page<Post>> PageAsync(FeedPresence feed, Viewer viewer, Paging paging)
    {
        var (depth, before) = Parse(paging.Cursor);
        var limit = Math.Min(paging.Limit, MaxDepth - depth);
        var page = await ReferencesAsync(feed, before, limit, post => viewer.Sees(post.AuthorId));
        depth += Math.Max(page.Posts.Count, 1);
        var next = page.Next is { } place && depth < MaxDepth ? $"{depth}.{place}" : null;
        return new(await PostReader.ReadAsync(grains, viewer, page.Posts), next);
    }

    /// <summary>What a watcher starts from: the first page.</summary>
    public async Task<byte[]> SnapshotAsync(FeedPresence feed, Viewer viewer) =>
        LiveJson.Bytes(await PageAsync(feed, viewer, new(SnapshotPosts, null)));

    private async Task<FeedPage> ReferencesAsync(FeedPresence feed, PostPlace? before, int limit, Func<PostRef, bool> wanted)
    {
        var depths = new Dictionary<FeedSource, FeedDepth>();
        for (var round = 0; ; round++)
        {
            // Each round merges anew from the rings as they are then: they may have changed while journals were read.
            var page = FeedMerge.Read(feed, before, limit, wanted, depths);
            if (page.TooShallow.Count == 0 || round == MaxRounds)
            {
                return page;
            }

            await Task.WhenAll(page.TooShallow.Select(shallow => DeepenAsync(depths, shallow.Source, shallow.Below)));
        }
    }

    private async Task DeepenAsync(Dictionary<FeedSource, FeedDepth> depths, FeedSource source, PostPlace below)
    {
        var journal = grains.Actor<IJournalGrain>(new ActorKey(tenant, source.JournalId));
        var slice = await journal.SliceAsync(below, Deeper);
        depths[source] = depths.GetValueOrDefault(source).Deepen(below, slice);
    }

    /// <summary>A cursor says how many posts lie before it and where it stands; what is not one of ours means the first page.</summary>
    private static (int Depth, PostPlace? Before) Parse(string? cursor)
    {
        var dot = cursor?.IndexOf('.') ?? -1;
        return dot > 0
            && int.TryParse(cursor.AsSpan(0, dot), out var depth)
            && depth is > 0 and < MaxDepth
            && PostPlace.TryParse(cursor![(dot + 1)..]) is { } place
                ? (depth, place)
                : (0, null);
    }
}
