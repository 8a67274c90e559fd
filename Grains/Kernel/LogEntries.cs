namespace LmsActors.Kernel;

/// <summary>What one command appended: events with consecutive numbers from <c>First</c>, decided together, stored together.</summary>
[GenerateSerializer, Immutable, Alias("log-commit`1")]
internal sealed record LogCommit<TEvent>(
    [property: Id(0)] long First,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] Operation Operation,
    [property: Id(3)] long Subject,
    [property: Id(4)] IReadOnlyList<TEvent> Events);

/// <summary>The whole log, cut to what is still needed: the state, the events clients may resume from, the operations.</summary>
[GenerateSerializer, Immutable, Alias("log-snapshot`2")]
internal sealed record LogSnapshot<TState, TEvent>(
    [property: Id(0)] long Epoch,
    [property: Id(1)] long Sequence,
    [property: Id(2)] long Delivered,
    [property: Id(3)] TState State,
    [property: Id(4)] IReadOnlyList<Happened<TEvent>> Tail,
    [property: Id(5)] IReadOnlyList<KnownOperation> Operations);

/// <summary>An operation that the log remembers, and where its answer is found.</summary>
[GenerateSerializer, Immutable, Alias("known-operation")]
internal readonly record struct KnownOperation(
    [property: Id(0)] Operation Operation,
    [property: Id(1)] long Subject,
    [property: Id(2)] long Sequence);
