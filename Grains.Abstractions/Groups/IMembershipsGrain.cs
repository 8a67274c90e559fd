using System.Collections.Immutable;

namespace LmsActors.Groups;

/// <summary>The groups of one learner; derived from the groups, a moment behind them. Who may do what, the group itself says.</summary>
[Alias("memberships-grain")]
public interface IMembershipsGrain : IGrainWithStringKey
{
    /// <summary>The groups that the learner is a member of, with the role.</summary>
    [Alias("groups")]
    Task<ImmutableDictionary<string, GroupRole>> GroupsAsync();

    /// <summary>The groups to which the learner stands so (member, requested, invited), the youngest first; only for the learner.</summary>
    [Alias("page")]
    Task<Page<Group>> PageAsync(Viewer viewer, MembershipState state, Paging paging);

    /// <summary>
    /// Groups by external id, or by name: the whole name first, ignoring case, then its beginning, then the beginning of a word in it.
    /// Secret groups only if the learner is in them.
    /// </summary>
    [Alias("find")]
    Task<Page<Group>> FindAsync(Viewer viewer, string? name, string? externalId, Paging paging);
}
