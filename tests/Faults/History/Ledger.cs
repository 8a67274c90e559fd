namespace LmsActors.Faults;

/// <summary>The history, read once: who asked for what, and what became of it.</summary>
public sealed class Ledger
{
    private readonly Dictionary<string, Operation> _operations = [];
    private readonly Dictionary<string, string> _postIds = [];

    public Ledger(IReadOnlyList<Fact> facts)
    {
        World = facts.OfType<World>().Single();
        foreach (var invoked in facts.OfType<Invoked>())
        {
            _operations.Add(invoked.Op, new(invoked));
        }

        foreach (var answered in facts.OfType<Answered>())
        {
            _operations[answered.Op].Answer = answered;
            if (answered.Id is { } id)
            {
                _postIds[id] = answered.Op;
            }
        }
    }

    public World World { get; }

    public IEnumerable<Operation> Of(params IReadOnlyList<OperationKind> kinds) =>
        _operations.Values.Where(op => kinds.Contains(op.Invoked.Kind));

    public Operation? Find(string op) => _operations.GetValueOrDefault(op);

    /// <summary>The operation that made the message or post with this id; null when its answer never came.</summary>
    public Operation? FindById(string id) => _postIds.TryGetValue(id, out var op) ? _operations[op] : null;

    /// <summary>An operation and its outcome; one without an answer is unknown.</summary>
    public sealed class Operation(Invoked invoked)
    {
        public Invoked Invoked { get; } = invoked;

        public Answered? Answer { get; set; }

        public Outcome Outcome => Answer?.Outcome ?? Outcome.Unknown;

        /// <summary>When it was acknowledged; never, for all that was not.</summary>
        public long AcknowledgedAt => Outcome == Outcome.Ok ? Answer!.At : long.MaxValue;

        public override string ToString() => $"{Invoked.Kind} {Invoked.Op} by {Invoked.By} ({Outcome})";
    }
}
