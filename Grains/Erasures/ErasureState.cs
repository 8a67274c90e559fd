namespace LmsActors.Erasures;

/// <summary>How far an erasure is. It knows the learner until the other logs are clean, and not a moment longer.</summary>
[GenerateSerializer, Immutable, Alias("erasure-state")]
internal sealed record ErasureState : IState<ErasureState, ErasureEvent>
{
    /// <summary>Whom to erase; null before the order, and when all other logs are clean.</summary>
    [Id(0)] public ErasedLearner? Learner { get; init; }

    [Id(1)] public string OrderedBy { get; init; } = "";

    [Id(2)] public DateTimeOffset OrderedAt { get; init; }

    [Id(3)] public DateTimeOffset? CompletedAt { get; init; }

    [Id(4)] public int Rewritten { get; init; }

    [Id(5)] public int Deleted { get; init; }

    public bool IsOrdered => OrderedBy.Length > 0;

    /// <summary>Ordered, and not complete.</summary>
    public bool IsUnderWay => IsOrdered && CompletedAt is null;

    public ErasureState Apply(Happened<ErasureEvent> happened) => happened.Event switch
    {
        ErasureOrdered e => new() { Learner = e.Learner, OrderedBy = e.OrderedBy, OrderedAt = happened.At, Rewritten = Rewritten, Deleted = Deleted },
        LogsErased e => this with { Rewritten = Rewritten + e.Rewritten, Deleted = Deleted + e.Deleted },
        ErasureSwept => this with { Learner = null },
        ErasureCompleted => this with { CompletedAt = happened.At },
        ErasureOrdererErased => this with { OrderedBy = Person.Erased.Id },
        _ => this,
    };

    public Erasure ToView(string id) => new(id, OrderedBy, OrderedAt, CompletedAt, Rewritten, Deleted);
}
