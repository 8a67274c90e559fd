namespace LmsActors.Faults;

/// <summary>Each subscriber, by folding what it got, holds what the server has in the end, and saw no event twice, late, or not at all.</summary>
internal static class SubscriberCheck
{
    public static IEnumerable<Violation> Check(Ledger ledger, IReadOnlyList<Fact> facts, FinalState final)
    {
        foreach (var one in facts.Where(fact => fact is Started or Received).GroupBy(Name))
        {
            var stream = one.OfType<Started>().First().Stream;
            Fold fold = stream.StartsWith("room/", StringComparison.Ordinal) ? new RoomFold(one.Key.Name) : new FeedFold(one.Key.Name);
            foreach (var fact in one)
            {
                fold.Take(fact);
            }

            fold.Finish(ledger, final, stream[(stream.IndexOf('/') + 1)..]);
            foreach (var violation in fold.Violations)
            {
                yield return violation;
            }
        }
    }

    private static (string Name, string Stream) Name(Fact fact) => fact switch
    {
        Started started => (started.Subscriber, started.Stream),
        Received received => (received.Subscriber, received.Stream),
        _ => throw new ArgumentException("No subscriber.", nameof(fact)),
    };
}

/// <summary>A client of one stream, as docs/live.md says that it must behave; stricter in that it counts nothing as harmless.</summary>
internal abstract class Fold(string name)
{
    private (long Epoch, long Sequence)? _position;

    public List<Violation> Violations { get; } = [];

    protected string Name => name;

    /// <summary>Where in the history the last snapshot came.</summary>
    protected long SnapshotAt { get; private set; }

    public void Take(Fact fact)
    {
        if (fact is Started started)
        {
            Start(started);
        }
        else if (fact is Received received)
        {
            Apply(received.Epoch, received.Events);
        }
    }

    public abstract void Finish(Ledger ledger, FinalState final, string id);

    protected abstract void Replace(IReadOnlyList<Item> snapshot);

    protected abstract void Apply(Seen seen);

    protected void Report(string kind, string what) => Violations.Add(new(kind, $"{name} {what}"));

    private void Start(Started started)
    {
        if (started.Snapshot is { } snapshot)
        {
            if (_position is { } last && last.Epoch == started.Epoch && started.Sequence < last.Sequence)
            {
                Report("missed", $"was sent back from {last} to {started.Sequence}");
            }

            SnapshotAt = started.At;
            Replace(snapshot);
            _position = (started.Epoch, started.Missed.Count == 0 ? started.Sequence : started.Missed[0].Sequence - 1);
        }
        else if (_position is null)
        {
            Report("missed", "was given neither a snapshot nor a position");
        }

        Apply(started.Epoch, started.Missed);
        _position = (started.Epoch, Math.Max(started.Sequence, _position?.Sequence ?? 0));
    }

    private void Apply(long epoch, IReadOnlyList<Seen> events)
    {
        foreach (var seen in events)
        {
            if (_position is not { } last || last.Epoch != epoch)
            {
                Report("missed", $"got event {seen.Sequence} of epoch {epoch} while at {_position}");
                return;
            }

            if (seen.Sequence <= last.Sequence)
            {
                Report("doubled", $"got event {seen.Sequence} when it had {last.Sequence}");
                continue;
            }

            _position = (epoch, seen.Sequence);
            Apply(seen);
        }
    }
}
