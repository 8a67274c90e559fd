namespace LmsActors.Faults;

/// <summary>
/// Judges a server by what its clients were told, what its subscribers saw, and what it says in the end. Knows nothing of how the
/// server works. (The idea of histories of invocations and completions is Jepsen's; the model here is our own.)
/// </summary>
public static class Checker
{
    /// <summary>Everything that is wrong; nothing, if the promises were kept.</summary>
    /// <param name="feedBound">How many posts a home feed shows at most.</param>
    public static IReadOnlyList<Violation> Check(IReadOnlyList<Fact> facts, FinalState final, int feedBound = FeedCheck.Bound)
    {
        var ledger = new Ledger(facts);
        return
        [
            .. RoomCheck.Check(ledger, final),
            .. PostCheck.Check(ledger, final),
            .. GraphCheck.Check(ledger, final),
            .. FeedCheck.Check(ledger, final, feedBound),
            .. SubscriberCheck.Check(ledger, facts, final),
            .. LeakCheck.Check(ledger, facts, final),
        ];
    }
}
