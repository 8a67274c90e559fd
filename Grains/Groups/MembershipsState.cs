using System.Collections.Immutable;

namespace LmsActors.Groups;

/// <summary>What a learner's memberships take from the groups; not for others.</summary>
[Alias("memberships-ledger-grain")]
internal interface IMembershipsLedgerGrain : IGrainWithStringKey
{
    /// <summary>How the learner stands to a group now; an older note of the same source changes nothing.</summary>
    [Alias("note")]
    Task NoteAsync(MembershipNote note);
}

/// <summary>Who tells: the shard that knows whether the learner is a member, or the group that knows its leaders.</summary>
[GenerateSerializer, Alias("membership-note-source")]
internal enum NoteSource
{
    Shard,
    Group,
}

/// <summary>How a learner stands to a group, as of event <paramref name="Sequence"/> of the source.</summary>
/// <param name="State">From the shard: how the learner stands.</param>
/// <param name="Role">From the group: the role above member, or null.</param>
[GenerateSerializer, Immutable, Alias("membership-note")]
internal sealed record MembershipNote(
    [property: Id(0)] string GroupId,
    [property: Id(1)] NoteSource Source,
    [property: Id(2)] long Sequence,
    [property: Id(3)] MembershipState State,
    [property: Id(4)] GroupRole? Role);

/// <summary>What is known about one group: of each source the latest.</summary>
[GenerateSerializer, Immutable, Alias("membership-place")]
internal readonly record struct MembershipPlace(
    [property: Id(0)] long ShardSequence,
    [property: Id(1)] MembershipState State,
    [property: Id(2)] long GroupSequence,
    [property: Id(3)] GroupRole? StaffRole)
{
    public GroupRole? Role => StaffRole ?? (State == MembershipState.Member ? GroupRole.Member : null);

    public MembershipState Standing => StaffRole is null ? State : MembershipState.Member;
}

/// <summary>A learner's groups. One that was left stays as a stranger's place, so that a late note cannot bring it back.</summary>
[GenerateSerializer, Immutable, Alias("memberships-state")]
internal sealed record MembershipsState : IState<MembershipsState, MembershipNote>
{
    [Id(0)]
    public ImmutableDictionary<string, MembershipPlace> Places { get; init; } = ImmutableDictionary<string, MembershipPlace>.Empty;

    public static Decision<MembershipNote> Note(MembershipsState state, MembershipNote note)
    {
        var place = state.Places.GetValueOrDefault(note.GroupId);
        var known = note.Source == NoteSource.Shard ? place.ShardSequence : place.GroupSequence;
        return note.Sequence <= known ? Decision<MembershipNote>.Nothing : note;
    }

    public MembershipsState Apply(Happened<MembershipNote> happened)
    {
        var note = happened.Event;
        var place = Places.GetValueOrDefault(note.GroupId);
        var next = note.Source == NoteSource.Shard
            ? place with { ShardSequence = note.Sequence, State = note.State }
            : place with { GroupSequence = note.Sequence, StaffRole = note.Role };
        return this with { Places = Places.SetItem(note.GroupId, next) };
    }
}
