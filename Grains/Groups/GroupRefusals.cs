namespace LmsActors.Groups;

/// <summary>Every expected "no" of groups.</summary>
internal static class GroupRefusals
{
    public static readonly Refusal NotFound = Refusal.NotFound("group.not-found", "There is no such group.");

    public static readonly Refusal LearnerNotFound = Refusal.NotFound("learner.not-found", "There is no such learner.");

    public static readonly Refusal MembersOnly = Refusal.Forbidden("group.members-only", "Only members of the group may see this.");

    public static readonly Refusal NotAModerator = Refusal.Forbidden("group.not-a-moderator", "Only moderators and owners of the group may do this.");

    public static readonly Refusal NotAnOwner = Refusal.Forbidden("group.not-an-owner", "Only owners of the group may do this.");

    public static readonly Refusal Banned = Refusal.Forbidden("group.banned", "You were banned from this group.");

    public static readonly Refusal LearnerBanned = Refusal.Conflict("group.learner-banned", "This learner is banned; lift the ban first.");

    public static readonly Refusal NotAMember = Refusal.Conflict("group.not-a-member", "Only a member can be given a role.");

    public static readonly Refusal LastOwner = Refusal.Conflict("group.last-owner", "A group needs an owner: make someone else an owner first.");

    public static readonly Refusal TooManyOwners = Refusal.Conflict("group.too-many-owners", "A group has at most 20 owners.");

    public static readonly Refusal TooManyModerators = Refusal.Conflict("group.too-many-moderators", "A group has at most 200 moderators.");

    public static readonly Refusal NameInvalid = Refusal.Invalid(
        "group.name-invalid", "A name is one line of 1 to 100 characters, without control characters.");

    public static readonly Refusal DescriptionInvalid = Refusal.Invalid(
        "group.description-invalid", "A description has up to 2,000 characters, none of them control characters.");

    public static readonly Refusal Yourself = Refusal.Invalid("group.yourself", "You cannot ban yourself.");

    public static readonly Refusal Exists = Refusal.Conflict("group.exists", "There is a group with this id already.");
}
