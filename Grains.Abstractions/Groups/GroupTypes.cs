namespace LmsActors.Groups;

/// <summary>Who may see a group, and how one comes in.</summary>
[GenerateSerializer, Alias("group-kind")]
public enum GroupKind
{
    /// <summary>Everyone sees it and may join.</summary>
    Open,

    /// <summary>Everyone sees that it exists; only members see who and what is in it; joining is asked for.</summary>
    Closed,

    /// <summary>It does not exist for anyone but its members and those who are invited.</summary>
    Secret,
}

/// <summary>What a member may do; each role may do all that the one before may.</summary>
[GenerateSerializer, Alias("group-role")]
public enum GroupRole
{
    Member,

    /// <summary>Edits the group, approves, invites, removes and bans members.</summary>
    Moderator,

    /// <summary>Gives and takes roles, closes the group.</summary>
    Owner,
}

/// <summary>How a learner stands to a group.</summary>
[GenerateSerializer, Alias("membership-state")]
public enum MembershipState
{
    None,

    /// <summary>Asked to be let in; a moderator has to approve.</summary>
    Requested,

    /// <summary>May come in; has to accept.</summary>
    Invited,

    Member,

    /// <summary>Was put out, and may not come back.</summary>
    Banned,
}

/// <summary>What decides whether someone may read or write in what belongs to a group. A group that does not exist is a secret one without members.</summary>
/// <param name="Kind">The group's kind now.</param>
/// <param name="Role">The learner's role; null for someone who is not a member.</param>
/// <param name="IsBanned">Whether the learner was banned.</param>
[GenerateSerializer, Immutable, Alias("group-access")]
public readonly record struct GroupAccess(
    [property: Id(0)] GroupKind Kind,
    [property: Id(1)] GroupRole? Role,
    [property: Id(2)] bool IsBanned)
{
    /// <summary>Whether the learner may know what is said in the group: its members, and everyone for an open one, save the banned.</summary>
    public bool MayRead => Role is not null || (Kind == GroupKind.Open && !IsBanned);

    /// <summary>What there is to know about a group that does not exist.</summary>
    public static readonly GroupAccess Nowhere = new(GroupKind.Secret, null, false);
}

/// <summary>A group as one viewer may see it.</summary>
/// <param name="RoomId">The room that it was born with; null for someone who may not enter it.</param>
/// <param name="MemberCount">How many members it has, exactly.</param>
/// <param name="RequestCount">How many ask to be let in; 0 for those who cannot approve.</param>
/// <param name="MyRole">The viewer's role; null for someone who is not a member.</param>
/// <param name="MyState">How the viewer stands to it.</param>
[GenerateSerializer, Immutable, Alias("group-view")]
public sealed record Group(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] GroupKind Kind,
    [property: Id(3)] string Description,
    [property: Id(4)] string? RoomId,
    [property: Id(5)] int MemberCount,
    [property: Id(6)] int RequestCount,
    [property: Id(7)] GroupRole? MyRole,
    [property: Id(8)] MembershipState MyState,
    [property: Id(9)] DateTimeOffset CreatedAt);

/// <summary>A learner in a group, or before its door.</summary>
/// <param name="Role">The role of a member; null for everyone else.</param>
/// <param name="Since">Since when it has been so.</param>
[GenerateSerializer, Immutable, Alias("group-member")]
public sealed record GroupMember(
    [property: Id(0)] Person Learner,
    [property: Id(1)] MembershipState State,
    [property: Id(2)] GroupRole? Role,
    [property: Id(3)] DateTimeOffset Since);

/// <summary>Ids of what a group is born with.</summary>
public static class GroupIds
{
    /// <summary>The room of a group.</summary>
    public static string Room(string groupId) => Ids.Derive("group-room", groupId);

    /// <summary>The group that an import makes of something that is called <paramref name="externalId"/> elsewhere.</summary>
    public static string Imported(string tenant, string externalId) => Ids.Derive("group", tenant, externalId);
}
