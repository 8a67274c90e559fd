using LmsActors.Posts;

namespace LmsActors.Feeds;

/// <summary>Reads the posts that journals and feeds only refer to.</summary>
internal static class PostReader
{
    /// <summary>The posts as the viewer may see them, in the order of the references; those that it may not see are left out.</summary>
    public static async Task<IReadOnlyList<Post>> ReadAsync(IGrainFactory grains, Viewer viewer, IReadOnlyList<PostRef> posts)
    {
        var read = await Task.WhenAll(posts.Select(post => grains.Actor<IPostGrain>(viewer.Key(post.Id)).ReadAsync(viewer)));
        return [.. read.Where(result => result.IsOk).Select(result => result.Value!)];
    }
}
