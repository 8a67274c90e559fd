namespace LmsActors.Erasures;

/// <summary>What can have happened to an erasure.</summary>
[GenerateSerializer, Alias("erasure-event")]
internal abstract record ErasureEvent;

/// <summary>It was ordered. The only event that says of whom; it is gone from the log before the erasure is complete.</summary>
[GenerateSerializer, Immutable, Alias("erasure-ordered")]
internal sealed record ErasureOrdered([property: Id(0)] ErasedLearner Learner, [property: Id(1)] string OrderedBy) : ErasureEvent;

/// <summary>So many more logs were rewritten and deleted.</summary>
[GenerateSerializer, Immutable, Alias("logs-erased")]
internal sealed record LogsErased([property: Id(0)] int Rewritten, [property: Id(1)] int Deleted) : ErasureEvent;

/// <summary>No other log speaks of the learner any more.</summary>
[GenerateSerializer, Immutable, Alias("erasure-swept")]
internal sealed record ErasureSwept : ErasureEvent;

/// <summary>Nor does this one, and the storage has let go of what was replaced.</summary>
[GenerateSerializer, Immutable, Alias("erasure-completed")]
internal sealed record ErasureCompleted : ErasureEvent;

/// <summary>Who ordered it was erased in turn.</summary>
[GenerateSerializer, Immutable, Alias("erasure-orderer-erased")]
internal sealed record ErasureOrdererErased : ErasureEvent;
