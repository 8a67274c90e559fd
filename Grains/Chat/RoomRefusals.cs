namespace LmsActors.Chat;

/// <summary>Every expected "no" of a room.</summary>
internal static class RoomRefusals
{
    public static readonly Refusal Unknown = Refusal.NotFound("room.unknown", "There is no such room.");

    public static readonly Refusal NotAMember = Refusal.Forbidden("room.not-a-member", "Only members of the group may do this in its room.");

    public static readonly Refusal Banned = Refusal.Forbidden("room.banned", "You are banned from this group.");

    public static readonly Refusal NotAModerator = Refusal.Forbidden("room.not-a-moderator", "Only moderators may do this.");

    public static readonly Refusal UnknownMessage = Refusal.NotFound("message.unknown", "There is no such message.");

    public static readonly Refusal NotYours = Refusal.Forbidden("message.not-yours", "Only its author may edit a message.");

    public static readonly Refusal Deleted = Refusal.Conflict("message.deleted", "The message was deleted.");

    public static readonly Refusal TooManyReactions = Refusal.Conflict("message.too-many-reactions", "A message takes at most 20 different reactions.");

    public static readonly Refusal ParticipantCount = Refusal.Invalid("room.participants", "A conversation has 2 to 50 participants.");

    public static Refusal TooFast(TimeSpan wait) => Refusal.TooMany(
        "room.slow-mode", $"Slow mode: you can post again in {Math.Ceiling(wait.TotalSeconds):0} s.", wait);
}
