namespace LmsActors.Groups;

/// <summary>How pages speak of groups.</summary>
internal static class GroupWords
{
    public static string Members(Group group) => group.MemberCount == 1 ? "1 member" : $"{group.MemberCount} members";

    public static string Kind(GroupKind kind) => kind switch
    {
        GroupKind.Open => "Open",
        GroupKind.Closed => "Closed",
        _ => "Secret",
    };
}
