using LmsActors.Chat;
using LmsActors.Feeds;

namespace LmsActors.Groups;

/// <summary>Those who serve what belongs to a group, its room and its journal, and so watch who may see it.</summary>
internal static class GroupAudience
{
    /// <summary>The rights of these learners may have changed; none named means of all.</summary>
    public static Task TellAsync(IGrainFactory grains, string tenant, string groupId, IReadOnlyList<string> learnerIds) => Task.WhenAll(
        grains.Actor<IRoomGrain>(new ActorKey(tenant, GroupIds.Room(groupId))).MembershipChangedAsync(learnerIds),
        grains.Actor<IJournalGrain>(new ActorKey(tenant, Journals.OfGroup(groupId))).AudienceChangedAsync(learnerIds));
}
