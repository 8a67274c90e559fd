namespace LmsActors.Kudos;

/// <summary>What can have happened to a giver of kudos.</summary>
[GenerateSerializer, Alias("kudos-giver-event")]
internal abstract record KudosGiverEvent;

/// <summary>The learner thanked another. <paramref name="Import"/> is set for a kudos of another system.</summary>
[GenerateSerializer, Immutable, Alias("kudos-sent")]
internal sealed record KudosSent(
    [property: Id(0)] string To,
    [property: Id(1)] string FromName,
    [property: Id(2)] string Reason,
    [property: Id(3)] string? Skill,
    [property: Id(4)] KudosImport? Import = null) : KudosGiverEvent;

/// <summary>The receiver said how many of this giver's kudos stand.</summary>
[GenerateSerializer, Immutable, Alias("kudos-stood")]
internal sealed record KudosStood([property: Id(0)] string To, [property: Id(1)] int Count, [property: Id(2)] long AsOf) : KudosGiverEvent;

/// <summary>A receiver was erased, and what was given to it.</summary>
[GenerateSerializer, Immutable, Alias("kudos-receiver-erased")]
internal sealed record KudosReceiverErased([property: Id(0)] string To) : KudosGiverEvent;

/// <summary>Where a kudos of another system comes from.</summary>
/// <param name="Fingerprint">Of its id there, by which it is known again.</param>
/// <param name="At">When it was given there.</param>
[GenerateSerializer, Immutable, Alias("kudos-import")]
internal sealed record KudosImport([property: Id(0)] ulong Fingerprint, [property: Id(1)] DateTimeOffset At);
