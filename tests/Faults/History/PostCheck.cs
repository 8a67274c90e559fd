namespace LmsActors.Faults;

/// <summary>Posts: all that were acknowledged and not deleted, once, under their author.</summary>
internal static class PostCheck
{
    /// <summary>What must be so after an operation and its deletion: there, not there, or either.</summary>
    public static bool? MustStand(Ledger.Operation op, Outcome? deletion) => (op.Outcome, deletion) switch
    {
        (Outcome.Fail, _) or (_, Outcome.Ok) => false,
        (Outcome.Ok, null or Outcome.Fail) => true,
        _ => null,
    };

    public static IEnumerable<Violation> Check(Ledger ledger, FinalState final)
    {
        var deletions = ledger.Of(OperationKind.DeletePost)
            .GroupBy(op => op.Invoked.Target)
            .ToDictionary(all => all.Key, all => Strongest(all.Select(op => op.Outcome).ToHashSet()));
        var standing = final.Posts.ToDictionary(pair => pair.Key, pair => pair.Value.Select(post => post.Text).ToHashSet());
        foreach (var op in ledger.Of(OperationKind.CreatePost))
        {
            var stands = standing[op.Invoked.By].Contains(op.Invoked.Op);
            var must = MustStand(op, deletions.TryGetValue(op.Invoked.Op, out var outcome) ? outcome : null);
            if (must is { } expected && expected != stands)
            {
                yield return new(stands ? "phantom" : "lost", op.ToString());
            }
        }

        foreach (var violation in Unasked(ledger, final).Concat(Totals(final)))
        {
            yield return violation;
        }
    }

    /// <summary>What several deletions of one post come to.</summary>
    private static Outcome Strongest(HashSet<Outcome> outcomes) =>
        outcomes.Contains(Outcome.Ok) ? Outcome.Ok : outcomes.Contains(Outcome.Unknown) ? Outcome.Unknown : Outcome.Fail;

    private static IEnumerable<Violation> Unasked(Ledger ledger, FinalState final)
    {
        foreach (var (learner, posts) in final.Posts)
        {
            foreach (var twice in posts.GroupBy(post => post.Text).Where(group => group.Count() > 1))
            {
                yield return new("doubled", $"post {twice.Key} of {learner} stands {twice.Count()} times");
            }

            foreach (var post in posts)
            {
                var op = ledger.Find(post.Text);
                if (op?.Invoked.Kind != OperationKind.CreatePost || op.Invoked.By != learner || post.Author != learner)
                {
                    yield return new("phantom", $"{learner} did not write post {post.Text} by {post.Author}");
                }
            }
        }
    }

    private static IEnumerable<Violation> Totals(FinalState final)
    {
        var posts = final.Posts.Values.Sum(all => (long)all.Count);
        return posts == final.TotalPosts ? [] : [new("count", $"the tenant counts {final.TotalPosts} posts of {posts}")];
    }
}
