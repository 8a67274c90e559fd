namespace LmsActors.Faults;

/// <summary>Follows and memberships: each pair is as its last acknowledged change left it, and both ends agree.</summary>
internal static class GraphCheck
{
    public static IEnumerable<Violation> Check(Ledger ledger, FinalState final) =>
        Follows(ledger, final).Concat(BothEnds(final)).Concat(Members(ledger, final));

    private static IEnumerable<Violation> Follows(Ledger ledger, FinalState final)
    {
        var known = new HashSet<(string, string)>();
        foreach (var pair in ledger.Of(OperationKind.Follow, OperationKind.Unfollow)
            .GroupBy(op => (op.Invoked.By, op.Invoked.Target)))
        {
            known.Add(pair.Key);
            var follows = final.Following[pair.Key.By].Contains(pair.Key.Target);
            if (!Possible(pair.OrderBy(op => op.Invoked.At)).Contains(follows))
            {
                yield return new(follows ? "phantom" : "lost", $"{pair.Key.By} follows {pair.Key.Target}: {follows}");
            }
        }

        foreach (var (learner, all) in final.Following)
        {
            foreach (var stray in all.Where(other => !known.Contains((learner, other))))
            {
                yield return new("phantom", $"{learner} follows {stray} without having asked");
            }
        }
    }

    /// <summary>What may be after these operations of one client, each asked for after the one before was given up or answered.</summary>
    private static HashSet<bool> Possible(IEnumerable<Ledger.Operation> operations)
    {
        HashSet<bool> possible = [false];
        foreach (var op in operations)
        {
            var wanted = op.Invoked.Kind == OperationKind.Follow;
            possible = op.Outcome switch
            {
                Outcome.Ok => [wanted],
                Outcome.Unknown => [.. possible, wanted],
                _ => possible,
            };
        }

        return possible;
    }

    private static IEnumerable<Violation> BothEnds(FinalState final)
    {
        var forward = final.Following.SelectMany(pair => pair.Value.Select(other => (From: pair.Key, To: other))).ToList();
        var backward = final.Followers.SelectMany(pair => pair.Value.Select(other => (From: other, To: pair.Key))).ToList();
        foreach (var twice in forward.Concat(backward).GroupBy(edge => edge).Where(group => group.Count() != 2))
        {
            yield return new("count", $"{twice.Key.From} follows {twice.Key.To}: the two ends do not agree, once each");
        }

        if (final.TotalFollows != forward.Count)
        {
            yield return new("count", $"the tenant counts {final.TotalFollows} follows of {forward.Count}");
        }
    }

    private static IEnumerable<Violation> Members(Ledger ledger, FinalState final)
    {
        foreach (var op in ledger.Of(OperationKind.JoinGroup))
        {
            var times = final.Members[op.Invoked.Target].Count(member => member == op.Invoked.By);
            if (times > 1)
            {
                yield return new("doubled", $"{op.Invoked.By} is listed {times} times in group {op.Invoked.Target}");
            }
            else if ((op.Outcome, times) is (Outcome.Ok, 0) or (Outcome.Fail, 1))
            {
                yield return new(times == 0 ? "lost" : "phantom", op.ToString());
            }
        }
    }
}
