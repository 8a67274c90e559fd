namespace LmsActors.Faults;

/// <summary>
/// Home feeds: exactly the newest of the posts that stand, of those whom the learner follows, of friends and of the learner, as far as
/// they may be seen; all of them, up to the bound that the product documents.
/// </summary>
internal static class FeedCheck
{
    /// <summary>How many posts a feed shows at most.</summary>
    public const int Bound = 800;

    public static IEnumerable<Violation> Check(Ledger ledger, FinalState final, int bound) =>
        final.Feeds.SelectMany(feed => CheckFeed(feed.Key, feed.Value, Whole(ledger, final, feed.Key).Take(bound).ToList()));

    /// <summary>All that belongs in the feed of a learner without a bound, in the order of the server: by time, then by id, the newest first.</summary>
    public static IEnumerable<FinalPost> Whole(Ledger ledger, FinalState final, string learner) => final.Following[learner]
        .Concat(ledger.World.FriendsOf(learner))
        .Append(learner)
        .Distinct()
        .SelectMany(author => final.Posts[author])
        .Where(post => Visible(ledger, post, learner))
        .OrderByDescending(post => post.At)
        .ThenByDescending(post => post.Id, StringComparer.Ordinal);

    private static IEnumerable<Violation> CheckFeed(string learner, IReadOnlyList<FinalPost> feed, List<FinalPost> expected)
    {
        var shown = feed.Select(post => post.Id).ToHashSet();
        var wanted = expected.Select(post => post.Id).ToHashSet();
        foreach (var missing in expected.Where(post => !shown.Contains(post.Id)))
        {
            yield return new("feed", $"post {missing.Text} is missing from the feed of {learner}");
        }

        foreach (var stray in feed.Where(post => !wanted.Contains(post.Id)))
        {
            yield return new("feed", $"post {stray.Text} does not belong in the feed of {learner}");
        }

        foreach (var twice in feed.GroupBy(post => post.Id).Where(group => group.Count() > 1))
        {
            yield return new("doubled", $"post {twice.First().Text} stands twice in the feed of {learner}");
        }

        if (Disordered(feed, expected) is { } first)
        {
            yield return new("disordered", $"post {first.Text} stands in the wrong place in the feed of {learner}");
        }
    }

    /// <summary>The first that is not where it should be, in a feed that holds what it should.</summary>
    private static FinalPost? Disordered(IReadOnlyList<FinalPost> feed, List<FinalPost> expected) => feed.Count != expected.Count
        ? null
        : feed.Zip(expected).Where(pair => pair.First.Id != pair.Second.Id).Select(pair => pair.First).FirstOrDefault();

    private static bool Visible(Ledger ledger, FinalPost post, string learner) =>
        post.Author == learner || ledger.Find(post.Text) is not { Invoked.IsForFriends: true } || ledger.World.AreFriends(post.Author, learner);
}
