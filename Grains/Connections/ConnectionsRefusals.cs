namespace LmsActors.Connections;

/// <summary>Every expected "no" of connections.</summary>
internal static class ConnectionsRefusals
{
    public static readonly Refusal NotFound = Refusal.NotFound("learner.not-found", "There is no such learner.");

    public static readonly Refusal Oneself = Refusal.Invalid("connections.oneself", "This cannot be done to oneself.");

    public static readonly Refusal TooManyFollows = Refusal.Conflict(
        "connections.too-many-follows", $"Nobody follows more than {ConnectionsRules.Follows} learners.");

    public static readonly Refusal TooManyFriends = Refusal.Conflict(
        "connections.too-many-friends", $"Nobody has more than {ConnectionsRules.Friends} friends and open requests.");

    public static readonly Refusal OtherHasTooManyFriends = Refusal.Conflict(
        "connections.other-has-too-many-friends", "This learner cannot take more requests for friendship.");

    public static readonly Refusal TooManyBlocks = Refusal.Conflict(
        "connections.too-many-blocks", $"Nobody blocks more than {ConnectionsRules.Blocks} learners.");

    public static readonly Refusal TooManyMutes = Refusal.Conflict(
        "connections.too-many-mutes", $"Nobody mutes more than {ConnectionsRules.Mutes} learners.");
}
