namespace LmsActors.Kudos;

/// <summary>A learner thanks another.</summary>
/// <param name="To">The other's id.</param>
/// <param name="Reason">1 to <see cref="KudosLimits.Reason"/> characters of plain text.</param>
/// <param name="Skill">What the other is good at, one line; null for nothing in particular.</param>
[GenerateSerializer, Immutable, Alias("give-kudos")]
public sealed record GiveKudos(
    [property: Id(0)] Viewer Viewer, [property: Id(1)] Operation Operation, [property: Id(2)] string To, [property: Id(3)] string Reason, [property: Id(4)] string? Skill);

/// <summary>A kudos of another system.</summary>
/// <param name="ExternalId">Its id there; unique.</param>
[GenerateSerializer, Immutable, Alias("imported-kudos")]
public sealed record ImportedKudos(
    [property: Id(0)] string ExternalId, [property: Id(1)] string To, [property: Id(2)] string Reason, [property: Id(3)] DateTimeOffset At);

/// <summary>A kudos as others see it.</summary>
/// <param name="Id">Unique in the tenant.</param>
/// <param name="From">Who gave it.</param>
[GenerateSerializer, Immutable, Alias("kudos-entry")]
public sealed record KudosEntry(
    [property: Id(0)] string Id,
    [property: Id(1)] Person From,
    [property: Id(2)] string Reason,
    [property: Id(3)] string? Skill,
    [property: Id(4)] DateTimeOffset At);

/// <summary>A learner's kudos in figures.</summary>
/// <param name="Received">How many stand.</param>
/// <param name="Givers">From how many different learners.</param>
/// <param name="Given">How many the learner has given that stand.</param>
/// <param name="Skills">For which skills, the most first.</param>
[GenerateSerializer, Immutable, Alias("kudos-summary")]
public sealed record KudosSummary(
    [property: Id(0)] int Received, [property: Id(1)] int Givers, [property: Id(2)] int Given, [property: Id(3)] IReadOnlyList<SkillKudos> Skills)
{
    public bool Equals(KudosSummary? other) => other is not null
        && (Received, Givers, Given) == (other.Received, other.Givers, other.Given) && Skills.SequenceEqual(other.Skills);

    public override int GetHashCode() => HashCode.Combine(Received, Givers, Given, Skills.Count);
}

/// <summary>How many kudos a learner has for a skill.</summary>
[GenerateSerializer, Immutable, Alias("skill-kudos")]
public readonly record struct SkillKudos([property: Id(0)] string Skill, [property: Id(1)] int Count);
