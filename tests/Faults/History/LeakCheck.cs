namespace LmsActors.Faults;

/// <summary>Nobody was shown what is not theirs to see: posts for friends, rooms of closed groups.</summary>
internal static class LeakCheck
{
    public static IEnumerable<Violation> Check(Ledger ledger, IReadOnlyList<Fact> facts, FinalState final)
    {
        var learners = facts.OfType<Started>().GroupBy(fact => fact.Subscriber).ToDictionary(group => group.Key, group => group.First().Learner);
        var pushed = facts.SelectMany(fact => fact switch
        {
            Started started => (started.Snapshot ?? []).Concat(started.Missed.Select(seen => seen.Item))
                .Select(item => (started.Learner, item.Text)),
            Received received => received.Events.Select(seen => (Learner: learners[received.Subscriber], seen.Item.Text)),
            _ => [],
        });
        var listed = final.Feeds.SelectMany(pair => pair.Value.Select(post => (Learner: pair.Key, post.Text)));
        return pushed.Concat(listed)
            .Distinct()
            .Where(shown => !MaySee(ledger, shown.Learner, shown.Text))
            .Select(shown => new Violation("leaked", $"{shown.Learner} was shown {shown.Text}"));
    }

    private static bool MaySee(Ledger ledger, string learner, string text) => ledger.Find(text)?.Invoked switch
    {
        { Kind: OperationKind.PostMessage } message => ledger.World.MayRead(message.Target, learner),
        { IsForFriends: true } post => post.By == learner || ledger.World.AreFriends(post.By, learner),
        _ => true,
    };
}
