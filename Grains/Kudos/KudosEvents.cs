namespace LmsActors.Kudos;

/// <summary>What can have happened to the kudos of a learner.</summary>
[GenerateSerializer, Alias("kudos-event")]
internal abstract record KudosEvent;

[GenerateSerializer, Immutable, Alias("kudos-received")]
internal sealed record KudosReceived([property: Id(0)] StoredKudos Kudos) : KudosEvent;

[GenerateSerializer, Immutable, Alias("kudos-taken-back")]
internal sealed record KudosTakenBack(
    [property: Id(0)] string KudosId,
    [property: Id(1)] long Place,
    [property: Id(2)] string FromId,
    [property: Id(3)] string? Skill,
    [property: Id(4)] DateTimeOffset? GivenAt = null) : KudosEvent;

/// <summary>All through this event of the log are in the next segment now.</summary>
[GenerateSerializer, Immutable, Alias("kudos-sealed")]
internal sealed record KudosSealed([property: Id(0)] long Through) : KudosEvent;

/// <summary>A giver was erased. What it gave goes on to count; who it was and what it wrote goes.</summary>
[GenerateSerializer, Immutable, Alias("kudos-giver-erased")]
internal sealed record KudosGiverErased([property: Id(0)] string FromId) : KudosEvent;

/// <summary>A kudos as its receiver keeps it.</summary>
/// <param name="Number">Of the event in the giver's log.</param>
/// <param name="Place">Of the event in the receiver's log; 0 until it is there.</param>
[GenerateSerializer, Immutable, Alias("stored-kudos")]
internal sealed record StoredKudos(
    [property: Id(0)] Person From,
    [property: Id(1)] long Number,
    [property: Id(2)] string Reason,
    [property: Id(3)] string? Skill,
    [property: Id(4)] DateTimeOffset At,
    [property: Id(5)] long Place = 0)
{
    /// <summary>Unique among those of its receiver; it begins with the giver's id.</summary>
    public string Id => From == Person.Erased ? $"{From.Id}.{Place}" : KudosIds.Of(From.Id, Number);

    public KudosEntry ToView() => new(Id, From, Reason, Skill, At);

    public StoredKudos WithoutGiver() => this with { From = Person.Erased, Reason = "" };
}

/// <summary>Ids of kudos.</summary>
internal static class KudosIds
{
    public static string Of(string giverId, long number) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{giverId}.{number}");
}
