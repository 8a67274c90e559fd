namespace LmsActors.Groups;

/// <summary>
/// What a group decides about itself and its leaders. Whether someone is a member a shard decides (<see cref="MemberShardRules"/>),
/// after the group has said that the one who asks may ask.
/// </summary>
internal static class GroupRules
{
    public const int MaxOwners = 20;
    public const int MaxModerators = 200;
    public const int MaxName = 100;
    public const int MaxImportedName = 256;
    public const int MaxDescription = 2000;

    public static Decision<GroupEvent> Create(GroupState state, CreateGroup command, DateTimeOffset now)
    {
        if (state.IsFounded)
        {
            return state.Exists && state.FounderId == command.Viewer.LearnerId && state.Name == command.Name
                ? Decision<GroupEvent>.Nothing
                : GroupRefusals.Exists;
        }

        if (CheckTexts(command.Name, command.Description) is { } refusal)
        {
            return refusal;
        }

        return new GroupCreated(command.Name, command.Kind, command.Description, command.Viewer.LearnerId, null, now);
    }

    public static Decision<GroupEvent> Import(GroupState state, ImportGroup command)
    {
        if (state.IsFounded)
        {
            return state.Exists && state.ExternalId == command.ExternalId ? Decision<GroupEvent>.Nothing : GroupRefusals.Exists;
        }

        if (!Texts.IsLine(command.Name, MaxImportedName))
        {
            return GroupRefusals.NameInvalid;
        }

        return new GroupCreated(command.Name, command.Kind, "", null, command.ExternalId, command.CreatedAt);
    }

    public static Decision<GroupEvent> Edit(GroupState state, EditGroup command, MembershipState viewerState)
    {
        if (RequireRole(state, command.Viewer, viewerState, GroupRole.Moderator) is { } refusal)
        {
            return refusal;
        }

        if (CheckTexts(command.Name, command.Description) is { } invalid)
        {
            return invalid;
        }

        var edited = new GroupEdited(command.Name ?? state.Name, command.Kind ?? state.Kind, command.Description ?? state.Description);
        return edited == new GroupEdited(state.Name, state.Kind, state.Description)
            ? Decision<GroupEvent>.Nothing
            : edited with { IsRenamed = edited.Name != state.Name };
    }

    public static Decision<GroupEvent> Close(GroupState state, Viewer viewer, MembershipState viewerState) =>
        RequireRole(state, viewer, viewerState, GroupRole.Owner) is { } refusal ? refusal : new GroupClosed();

    /// <summary>Gives a role to someone who is a member; owners do, and everyone may step down.</summary>
    public static Decision<GroupEvent> GiveRole(GroupState state, AboutMember about, GroupRole role, MembershipState viewerState)
    {
        var current = state.StaffRole(about.LearnerId) ?? GroupRole.Member;
        var isStepDown = about.IsSelf && role <= current;
        if (!isStepDown && RequireRole(state, about.Viewer, viewerState, GroupRole.Owner) is { } refusal)
        {
            return refusal;
        }

        if (role == current || !state.Exists)
        {
            return state.Exists ? Decision<GroupEvent>.Nothing : GroupRefusals.NotFound;
        }

        if (CheckNumbers(state, current, role) is { } full)
        {
            return full;
        }

        return new RoleGiven(about.LearnerId, role);
    }

    /// <summary>Takes a role away from someone who is about to go, by own wish or by another's.</summary>
    public static Decision<GroupEvent> Unseat(GroupState state, AboutMember about, MembershipState viewerState)
    {
        var current = state.StaffRole(about.LearnerId);
        var needed = current is null ? GroupRole.Moderator : GroupRole.Owner;
        if (!about.IsSelf && RequireRole(state, about.Viewer, viewerState, needed) is { } refusal)
        {
            return refusal;
        }

        if (current is null || !state.Exists)
        {
            return state.Exists ? Decision<GroupEvent>.Nothing : GroupRefusals.NotFound;
        }

        return CheckNumbers(state, current.Value, GroupRole.Member) is { } last ? last : new RoleGiven(about.LearnerId, GroupRole.Member);
    }

    public static Decision<GroupEvent> Count(GroupState state, ShardReport report) =>
        state.Shards.TryGetValue(report.Shard, out var known) && known.Sequence >= report.Sequence
            ? Decision<GroupEvent>.Nothing
            : new ShardCounted(report);

    /// <summary>Null if the viewer may act with the power of this role, else why not; a tenant's administrator may everywhere.</summary>
    public static Refusal? RequireRole(GroupState state, Viewer viewer, MembershipState viewerState, GroupRole role)
    {
        if (!IsVisible(state, viewer, viewerState))
        {
            return GroupRefusals.NotFound;
        }

        var own = viewer.IsAdmin ? GroupRole.Owner : state.StaffRole(viewer.LearnerId) ?? GroupRole.Member;
        return own >= role ? null : role == GroupRole.Owner ? GroupRefusals.NotAnOwner : GroupRefusals.NotAModerator;
    }

    /// <summary>Null if the viewer may see who is in the group, else why not.</summary>
    public static Refusal? RequireReader(GroupState state, Viewer viewer, MembershipState viewerState) =>
        !IsVisible(state, viewer, viewerState) ? GroupRefusals.NotFound
        : viewer.IsAdmin || IsMember(state, viewer, viewerState) || (state.Kind == GroupKind.Open && viewerState != MembershipState.Banned) ? null
        : GroupRefusals.MembersOnly;

    /// <summary>Whether the group exists for this viewer.</summary>
    public static bool IsVisible(GroupState state, Viewer viewer, MembershipState viewerState) =>
        state.Exists
        && (state.Kind != GroupKind.Secret || viewer.IsAdmin || IsMember(state, viewer, viewerState) || viewerState == MembershipState.Invited);

    /// <summary>Leaders are members by their role, without a look into the shards.</summary>
    public static bool IsMember(GroupState state, Viewer viewer, MembershipState viewerState) =>
        viewerState == MembershipState.Member || state.Staff.ContainsKey(viewer.LearnerId);

    public static Group View(GroupState state, string id, string roomId, Viewer viewer, MembershipState viewerState)
    {
        var isMember = IsMember(state, viewer, viewerState);
        var role = isMember ? state.StaffRole(viewer.LearnerId) ?? GroupRole.Member : (GroupRole?)null;
        var mayEnter = isMember || viewer.IsAdmin || (state.Kind == GroupKind.Open && viewerState != MembershipState.Banned);
        var seesRequests = viewer.IsAdmin || role >= GroupRole.Moderator;
        return new(
            id, state.Name, state.Kind, state.Description, mayEnter ? roomId : null, state.MemberCount,
            seesRequests ? state.RequestCount : 0, role, isMember ? MembershipState.Member : viewerState, state.CreatedAt);
    }

    private static Refusal? CheckTexts(string? name, string? description) =>
        name is not null && !Texts.IsLine(name, MaxName) ? GroupRefusals.NameInvalid
        : description is not null && !Texts.IsProse(description, MaxDescription) ? GroupRefusals.DescriptionInvalid
        : null;

    private static Refusal? CheckNumbers(GroupState state, GroupRole from, GroupRole to) =>
        from == GroupRole.Owner && state.CountOf(GroupRole.Owner) == 1 ? GroupRefusals.LastOwner
        : to == GroupRole.Owner && state.CountOf(GroupRole.Owner) >= MaxOwners ? GroupRefusals.TooManyOwners
        : to == GroupRole.Moderator && state.CountOf(GroupRole.Moderator) >= MaxModerators ? GroupRefusals.TooManyModerators
        : null;
}
