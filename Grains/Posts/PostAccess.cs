using LmsActors.Connections;
using LmsActors.Groups;

namespace LmsActors.Posts;

/// <summary>What one learner may do with a post: a refusal where the answer is no.</summary>
internal readonly record struct PostRight(Refusal? ToRead, Refusal? ToReact, bool IsModerator)
{
    public static readonly PostRight None = new(PostRefusals.Unknown, PostRefusals.Unknown, false);

    public static readonly PostRight Full = new(null, null, false);
}

/// <summary>Who may do what with a post, asked of those who know: the author's connections, or the group.</summary>
internal static class PostAccess
{
    public static ValueTask<PostRight> OfAsync(IGrainFactory grains, PostState post, Viewer viewer)
    {
        if (!post.IsLive)
        {
            return new(PostRight.None);
        }

        if (Audiences.GroupOf(post.Audience) is { } groupId)
        {
            return new(InGroupAsync(grains, post, viewer, groupId));
        }

        return !viewer.Sees(post.Author.Id) ? new(PostRight.None with { IsModerator = viewer.IsAdmin })
            : post.Audience == Audiences.Everyone || post.Author.Id == viewer.LearnerId ? new(PostRight.Full with { IsModerator = viewer.IsAdmin })
            : new(AmongFriendsAsync(grains, post, viewer));
    }

    /// <summary>Whether the author may publish for this audience; null when yes.</summary>
    public static async Task<Refusal?> ToPublishAsync(IGrainFactory grains, string audience, Viewer viewer)
    {
        if (Audiences.GroupOf(audience) is not { } groupId || !Ids.IsWellFormed(groupId))
        {
            return null;
        }

        var access = await Group(grains, groupId, viewer).AccessAsync(viewer.LearnerId);
        return access.Role is not null ? null : access.MayRead ? PostRefusals.NotAMember : PostRefusals.UnknownGroup;
    }

    private static async Task<PostRight> AmongFriendsAsync(IGrainFactory grains, PostState post, Viewer viewer)
    {
        var areFriends = await grains.Actor<IConnectionsGrain>(viewer.Key(post.Author.Id)).AreFriendsAsync(viewer.LearnerId);
        return (areFriends ? PostRight.Full : PostRight.None) with { IsModerator = viewer.IsAdmin };
    }

    private static async Task<PostRight> InGroupAsync(IGrainFactory grains, PostState post, Viewer viewer, string groupId)
    {
        var access = await Group(grains, groupId, viewer).AccessAsync(viewer.LearnerId);
        var isModerator = viewer.IsAdmin || access.Role >= GroupRole.Moderator;
        if (!viewer.Sees(post.Author.Id) || (!access.MayRead && !viewer.IsAdmin && post.Author.Id != viewer.LearnerId))
        {
            return PostRight.None with { IsModerator = isModerator };
        }

        return new(null, access.Role is not null || viewer.IsAdmin ? null : PostRefusals.NotAMember, isModerator);
    }

    private static IGroupGrain Group(IGrainFactory grains, string groupId, Viewer viewer) => grains.Actor<IGroupGrain>(viewer.Key(groupId));
}
