using System.Collections.Immutable;

namespace LmsActors.Kudos;

[GenerateSerializer, Immutable, Alias("kudos-giver-state")]
internal sealed record KudosGiverState : IState<KudosGiverState, KudosGiverEvent>
{
    [Id(0)]
    public ImmutableDictionary<string, GivenTo> Receivers { get; init; } = ImmutableDictionary<string, GivenTo>.Empty;

    /// <summary>The day, in UTC, of the newest kudos that is held to the limits.</summary>
    [Id(1)]
    public DateOnly Day { get; init; }

    /// <summary>How many were given on that day, by receiver.</summary>
    [Id(2)]
    public ImmutableDictionary<string, int> Today { get; init; } = ImmutableDictionary<string, int>.Empty;

    /// <summary>Fingerprints of those that come from another system.</summary>
    [Id(3)]
    public ImmutableHashSet<ulong> Imported { get; init; } = [];

    /// <summary>How many stand, as the receivers have said.</summary>
    [Id(4)]
    public int Given { get; init; }

    public KudosGiverState Apply(Happened<KudosGiverEvent> happened) => happened.Event switch
    {
        KudosSent e => Sent(e, happened.Sequence, DateOnly.FromDateTime(happened.At.UtcDateTime)),
        KudosStood e when Receivers.GetValueOrDefault(e.To) is var to && e.AsOf > to.AsOf => this with
        {
            Given = Given + e.Count - to.Standing,
            Receivers = Receivers.SetItem(e.To, to with { Standing = e.Count, AsOf = e.AsOf }),
        },
        KudosReceiverErased e => this with
        {
            Given = Given - Receivers.GetValueOrDefault(e.To).Standing,
            Receivers = Receivers.Remove(e.To),
            Today = Today.Remove(e.To),
        },
        _ => this,
    };

    /// <summary>How many were given on the day of <paramref name="now"/>, to all and to one.</summary>
    public (int All, int One) On(DateTimeOffset now, string to) =>
        Day == DateOnly.FromDateTime(now.UtcDateTime) ? (Today.Values.Sum(), Today.GetValueOrDefault(to)) : (0, 0);

    private KudosGiverState Sent(KudosSent e, long sequence, DateOnly day)
    {
        var sent = this with { Receivers = Receivers.SetItem(e.To, Receivers.GetValueOrDefault(e.To) with { Last = sequence }) };
        if (e.Import is { } import)
        {
            return sent with { Imported = Imported.Add(import.Fingerprint) };
        }

        var today = Day == day ? Today : ImmutableDictionary<string, int>.Empty;
        return sent with { Day = day, Today = today.SetItem(e.To, today.GetValueOrDefault(e.To) + 1) };
    }
}

/// <summary>What was given to one learner.</summary>
/// <param name="Last">The number of the giver's event that gave the last one.</param>
/// <param name="Standing">How many stand, as the receiver has said.</param>
/// <param name="AsOf">The number of the receiver's event at which it was so.</param>
[GenerateSerializer, Immutable, Alias("kudos-given-to")]
internal readonly record struct GivenTo([property: Id(0)] long Last, [property: Id(1)] int Standing, [property: Id(2)] long AsOf);
