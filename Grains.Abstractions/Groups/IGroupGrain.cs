namespace LmsActors.Groups;

/// <summary>
/// A group: what it is, who leads it, and the one door to its members. Commands about one learner are taken one after another;
/// a change of kind is answered when nobody is on the way in under the old one.
/// </summary>
[Alias("group-grain")]
public interface IGroupGrain : IGrainWithStringKey
{
    /// <summary>Founds the group and its room. Founding the same again gives the same group.</summary>
    [Alias("create")]
    Task<Result<Group>> CreateAsync(CreateGroup command);

    /// <summary>Founds a group of an archive, or adds to it the members that are missing.</summary>
    [Alias("import"), ResponseTimeout(ResponseTimes.Bulk)]
    Task<Result<Group>> ImportAsync(ImportGroup command);

    /// <summary>The group as the viewer may see it.</summary>
    [Alias("read")]
    Task<Result<Group>> ReadAsync(Viewer viewer);

    /// <summary>Moderators and owners change name, kind and description.</summary>
    [Alias("edit")]
    Task<Result<Group>> EditAsync(EditGroup command);

    /// <summary>An owner ends the group: it exists no longer for anyone, and its members are members no more.</summary>
    [Alias("close")]
    Task<Result> CloseAsync(Operation operation, Viewer viewer);

    /// <summary>What the learner may do here: cheap enough to be asked on the way of every message.</summary>
    [Alias("access")]
    Task<GroupAccess> AccessAsync(string learnerId);

    /// <summary>The learner's role; null for someone who is not a member.</summary>
    [Alias("role-of")]
    Task<GroupRole?> RoleOfAsync(string learnerId);

    /// <summary>
    /// Lets someone in. For oneself: join an open group, ask to be let into a closed one, accept an invitation.
    /// For another: approve a request, or invite (moderators). With a role: give it to a member (owners).
    /// </summary>
    [Alias("put-member")]
    Task<Result<GroupMember>> PutMemberAsync(AboutMember about, GroupRole? role);

    /// <summary>For oneself: leave, cancel a request, decline an invitation. For another: remove, reject, take back an invitation.</summary>
    [Alias("remove-member")]
    Task<Result> RemoveMemberAsync(AboutMember about);

    /// <summary>Puts someone out and keeps him out.</summary>
    [Alias("ban")]
    Task<Result<GroupMember>> BanAsync(AboutMember about);

    /// <summary>Lifts a ban; the learner is then a stranger.</summary>
    [Alias("unban")]
    Task<Result> UnbanAsync(AboutMember about);

    /// <summary>Members, requests, invitations or bans; of members also those of one role only.</summary>
    [Alias("members")]
    Task<Result<Page<GroupMember>>> MembersAsync(Viewer viewer, MembershipState state, GroupRole? role, Paging paging);
}
