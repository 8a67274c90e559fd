namespace LmsActors.Faults;

/// <summary>Messages: all that were acknowledged, once, in an order that no client can have seen otherwise, numbered without gaps.</summary>
internal static class RoomCheck
{
    public static IEnumerable<Violation> Check(Ledger ledger, FinalState final) =>
        final.Rooms.SelectMany(room => CheckRoom(ledger, room.Key, room.Value, final.MessageCounts[room.Key]))
            .Concat(Lost(ledger, final))
            .Concat(Totals(final));

    private static IEnumerable<Violation> CheckRoom(Ledger ledger, string room, IReadOnlyList<FinalMessage> messages, long count)
    {
        if (count != messages.Count)
        {
            yield return new("count", $"room {room} says {count} messages and lists {messages.Count}");
        }

        var seen = new HashSet<string>();
        for (var i = 0; i < messages.Count; i++)
        {
            var message = messages[i];
            if (message.Number != i + 1)
            {
                yield return new("gap", $"message {i + 1} of room {room} has the number {message.Number}");
            }

            if (!seen.Add(message.Text))
            {
                yield return new("doubled", $"message {message.Text} stands twice in room {room}");
            }

            if (CheckMessage(ledger, room, message) is { } violation)
            {
                yield return violation;
            }
        }

        foreach (var violation in Disordered(ledger, room, messages))
        {
            yield return violation;
        }
    }

    private static Violation? CheckMessage(Ledger ledger, string room, FinalMessage message) => ledger.Find(message.Text) switch
    {
        null => new("phantom", $"nobody wrote message {message.Text} of room {room}"),
        { Outcome: Outcome.Fail } op => new("phantom", $"{op} stands in room {room}"),
        { } op when op.Invoked.Kind != OperationKind.PostMessage || op.Invoked.Target != room || op.Invoked.By != message.Author =>
            new("phantom", $"{op} stands in room {room} as from {message.Author}"),
        { Outcome: Outcome.Ok } op when op.Answer!.Number != message.Number =>
            new("disordered", $"{op} was acknowledged as number {op.Answer.Number} and is {message.Number} of room {room}"),
        _ => null,
    };

    /// <summary>What was acknowledged before another was asked for stands before it: from the end, no earlier acknowledgement may come.</summary>
    private static IEnumerable<Violation> Disordered(Ledger ledger, string room, IReadOnlyList<FinalMessage> messages)
    {
        var earliest = long.MaxValue;
        foreach (var message in messages.Reverse())
        {
            if (ledger.Find(message.Text) is not { } op)
            {
                continue;
            }

            if (earliest < op.Invoked.At)
            {
                yield return new("disordered", $"{op} stands in room {room} before one that was acknowledged earlier");
            }

            earliest = Math.Min(earliest, op.AcknowledgedAt);
        }
    }

    private static IEnumerable<Violation> Lost(Ledger ledger, FinalState final)
    {
        var all = final.Rooms.Values.SelectMany(messages => messages).Select(message => message.Text).ToHashSet();
        return ledger.Of(OperationKind.PostMessage)
            .Where(op => op.Outcome == Outcome.Ok && !all.Contains(op.Invoked.Op))
            .Select(op => new Violation("lost", op.ToString()));
    }

    private static IEnumerable<Violation> Totals(FinalState final)
    {
        var messages = final.Rooms.Values.Sum(room => (long)room.Count);
        return messages == final.TotalMessages ? [] : [new("count", $"the tenant counts {final.TotalMessages} messages of {messages}")];
    }
}
