namespace LmsActors.Kernel;

/// <summary>
/// What one command appended: events with consecutive numbers from <c>First</c>, decided together, stored together. An array, as this is
/// written for every command: the serializer asks an interface what it really is each time.
/// </summary>
[GenerateSerializer, Immutable, Alias("log-commit`1")]
internal sealed record LogCommit<TEvent>(
    [property: Id(0)] long First,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] Operation Operation,
    [property: Id(3)] long Subject,
    [property: Id(4)] TEvent[] Events);

/// <summary>The whole log, cut to what is still needed: the state, the events clients may resume from, the operations.</summary>
[GenerateSerializer, Immutable, Alias("log-snapshot`2")]
internal sealed record LogSnapshot<TState, TEvent>(
    [property: Id(0)] long Epoch,
    [property: Id(1)] long Sequence,
    [property: Id(2)] long Delivered,
    [property: Id(3)] TState State,
    [property: Id(4)] IReadOnlyList<Happened<TEvent>> Tail,
    [property: Id(5)] IReadOnlyList<KnownOperation> Operations);

/// <summary>A newer version has written to the log: this one would lose what it does not understand, and leaves it alone.</summary>
[GenerateSerializer, Alias("newer-log")]
public sealed class NewerLogException(int found, int known) : Exception(
    $"An entry of this log is of schema {found}, and this version reads schemas up to {known}: a newer version has written it and can read it. The log was left as it is.");

/// <summary>An operation that the log remembers, and where its answer is found.</summary>
[GenerateSerializer, Immutable, Alias("known-operation")]
internal readonly record struct KnownOperation(
    [property: Id(0)] Operation Operation,
    [property: Id(1)] long Subject,
    [property: Id(2)] long Sequence);
