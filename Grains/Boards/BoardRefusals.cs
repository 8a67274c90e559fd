namespace LmsActors.Boards;

/// <summary>Every expected "no" of boards.</summary>
internal static class BoardRefusals
{
    public static readonly Refusal NotFound = Refusal.NotFound("leaderboard.not-found", "There is no such leaderboard.");

    public static readonly Refusal NotRanked = Refusal.NotFound("leaderboard.not-ranked", "This learner is not on this leaderboard.");

    public static readonly Refusal TooManyLearners = Refusal.Invalid(
        "leaderboard.too-many-learners", $"No more than {BoardLimits.Among} learners can be looked up at once.");

    public static readonly Refusal MovedOn = Refusal.Conflict(
        "leaderboard.moved-on", "The leaderboard is not held any more as it was when this reading began. Start anew.");

    public static readonly Refusal VisibilityUnknown = Refusal.Invalid(
        "leaderboard.visibility-unknown", "A learner appears on leaderboards as 'named', under a 'pseudonym', or is 'hidden'.");
}
