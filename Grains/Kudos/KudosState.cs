using System.Collections.Immutable;

namespace LmsActors.Kudos;

[GenerateSerializer, Immutable, Alias("kudos-state")]
internal sealed record KudosState : IState<KudosState, KudosEvent>
{
    /// <summary>Those that are not sealed into a segment, the oldest first.</summary>
    [Id(0)]
    public ImmutableList<StoredKudos> Newest { get; init; } = [];

    /// <summary>The place of the last kudos of each segment.</summary>
    [Id(1)]
    public ImmutableList<long> Segments { get; init; } = [];

    [Id(2)]
    public ImmutableDictionary<string, ReceivedFrom> Givers { get; init; } = ImmutableDictionary<string, ReceivedFrom>.Empty;

    [Id(3)]
    public ImmutableDictionary<string, int> Skills { get; init; } = ImmutableDictionary<string, int>.Empty;

    [Id(4)]
    public int Count { get; init; }

    /// <summary>The places of those that were taken back: they may still lie in a segment.</summary>
    [Id(5)]
    public ImmutableHashSet<long> TakenBack { get; init; } = [];

    /// <summary>From how many learners there are kudos that stand.</summary>
    [Id(6)]
    public int GiverCount { get; init; }

    public KudosState Apply(Happened<KudosEvent> happened) => happened.Event switch
    {
        KudosReceived e => Tally(e.Kudos.From.Id, e.Kudos.Skill, +1, e.Kudos.Number) with { Newest = Newest.Add(e.Kudos with { Place = happened.Sequence }) },
        KudosTakenBack e => Tally(e.FromId, e.Skill, -1, 0) with
        {
            Newest = Newest.RemoveAll(kudos => kudos.Place == e.Place),
            TakenBack = TakenBack.Add(e.Place),
        },
        KudosSealed e => this with { Newest = Newest.RemoveAll(kudos => kudos.Place <= e.Through), Segments = Segments.Add(e.Through) },
        KudosGiverErased e => Without(e.FromId),
        _ => this,
    };

    /// <summary>The number of the last event of a giver that was heard.</summary>
    public long Heard(string giverId) => Givers.GetValueOrDefault(giverId).Heard;

    public IReadOnlyList<SkillKudos> TopSkills(int most) =>
        [.. Skills.OrderByDescending(skill => skill.Value).ThenBy(skill => skill.Key, StringComparer.Ordinal).Take(most).Select(skill => new SkillKudos(skill.Key, skill.Value))];

    private KudosState Tally(string giverId, string? skill, int change, long number)
    {
        var before = Givers.GetValueOrDefault(giverId);
        var after = before with { Count = before.Count + change, Heard = Math.Max(before.Heard, number) };
        return this with
        {
            Count = Count + change,
            GiverCount = GiverCount + (after.Count > 0 ? 1 : 0) - (before.Count > 0 ? 1 : 0),
            Givers = Givers.SetItem(giverId, after),
            Skills = skill is null ? Skills : Tally(skill, change),
        };
    }

    private ImmutableDictionary<string, int> Tally(string skill, int change)
    {
        var known = Skills.GetValueOrDefault(skill);
        return known + change <= 0 ? Skills.Remove(skill)
            : known > 0 || Skills.Count < KudosLimits.Skills ? Skills.SetItem(skill, known + change)
            : Skills;
    }

    /// <summary>All erased givers are one from then on.</summary>
    private KudosState Without(string giverId)
    {
        var (known, erased) = (Givers.GetValueOrDefault(giverId), Givers.GetValueOrDefault(Person.Erased.Id));
        return this with
        {
            Newest = [.. Newest.Select(kudos => kudos.From.Id == giverId ? kudos.WithoutGiver() : kudos)],
            Givers = Givers.Remove(giverId).SetItem(Person.Erased.Id, erased with { Count = erased.Count + known.Count }),
            GiverCount = GiverCount - (known.Count > 0 && erased.Count > 0 ? 1 : 0),
        };
    }
}

/// <summary>What came from one learner.</summary>
/// <param name="Heard">The number of the giver's last event that was heard.</param>
/// <param name="Count">How many stand.</param>
[GenerateSerializer, Immutable, Alias("kudos-received-from")]
internal readonly record struct ReceivedFrom([property: Id(0)] long Heard, [property: Id(1)] int Count);
