namespace LmsActors.Faults;

/// <summary>Home feeds: exactly the posts that stand, of those whom the learner follows, of friends and of the learner, as far as they may be seen.</summary>
internal static class FeedCheck
{
    public static IEnumerable<Violation> Check(Ledger ledger, FinalState final)
    {
        foreach (var (learner, feed) in final.Feeds)
        {
            var expected = final.Following[learner]
                .Concat(ledger.World.FriendsOf(learner))
                .Append(learner)
                .Distinct()
                .SelectMany(author => final.Posts[author])
                .Where(post => Visible(ledger, post, learner))
                .Select(post => post.Text)
                .ToHashSet();
            var shown = feed.Select(post => post.Text).ToList();
            foreach (var missing in expected.Except(shown))
            {
                yield return new("feed", $"post {missing} is missing from the feed of {learner}");
            }

            foreach (var stray in shown.Where(text => !expected.Contains(text)))
            {
                yield return new("feed", $"post {stray} does not belong in the feed of {learner}");
            }

            foreach (var twice in shown.GroupBy(text => text).Where(group => group.Count() > 1))
            {
                yield return new("doubled", $"post {twice.Key} stands twice in the feed of {learner}");
            }
        }
    }

    private static bool Visible(Ledger ledger, FinalPost post, string learner) =>
        post.Author == learner || ledger.Find(post.Text) is not { Invoked.IsForFriends: true } || ledger.World.AreFriends(post.Author, learner);
}
