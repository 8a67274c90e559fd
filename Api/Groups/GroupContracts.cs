namespace LmsActors.Groups;

/// <param name="Name">1 to 100 characters, one line.</param>
/// <param name="Kind">open: all may join · closed: joining is asked for · secret: only for those who are invited.</param>
/// <param name="Description">Up to 2,000 characters.</param>
internal sealed record CreateGroupRequest(string Name, GroupKind Kind, string? Description = null);

/// <summary>What is absent stays as it is.</summary>
internal sealed record EditGroupRequest(string? Name = null, GroupKind? Kind = null, string? Description = null);

/// <param name="Role">The role to give to a member; absent to approve or invite.</param>
internal sealed record PutMemberRequest(GroupRole? Role = null);
