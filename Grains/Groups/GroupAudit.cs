using LmsActors.NameDirectory;

namespace LmsActors.Groups;

/// <summary>What a group, the shards of its people, and their memberships must agree upon.</summary>
internal sealed class GroupAudit : IAudit<GroupState>, IAudit<MemberShardState>, IAudit<MembershipsState>
{
    private const string Member = "membership (learner in group)";
    private const string Leader = "leadership (learner of group)";
    private const string Counts = "people in the shard";

    public AuditReport Of(ActorKey key, GroupState state)
    {
        if (!state.IsFounded)
        {
            return AuditReport.Nothing;
        }

        var shards = state.Shards.Select(shard => AuditEntry.Copy(Counts, MemberShards.Id(key.Id, shard.Key), Written(shard.Value.Counts)));
        var leaders = state.IsClosed
            ? []
            : state.Staff.Select(leader => AuditEntry.Truth(Leader, Place(leader.Key, key.Id), leader.Value.Role));
        return new([.. shards, .. leaders, AuditEntry.Truth(DirectoryBooks.Name(DirectoryKinds.Group), key.Id, state.Name)], []);
    }

    public AuditReport Of(ActorKey key, MemberShardState state)
    {
        var groupId = MemberShards.Parse(key.Id).GroupId;
        var people = state.People.Keys
            .Select(id => (Id: id, State: state.Of(id)))
            .Where(person => person.State != MembershipState.None)
            .ToList();
        var counted = people.Aggregate(default(StandingCounts), (counts, person) => counts.Add(person.State, 1));
        return new(
            [
                .. people.Select(person => AuditEntry.Truth(Member, Place(person.Id, groupId), person.State)),
                AuditEntry.Truth(Counts, key.Id, Written(state.Counts)),
            ],
            counted == state.Counts ? [] : [$"it counts {Written(state.Counts)}, and names {Written(counted)}"]);
    }

    public AuditReport Of(ActorKey key, MembershipsState state)
    {
        var members = state.Places
            .Where(place => place.Value.State != MembershipState.None)
            .Select(place => AuditEntry.Copy(Member, Place(key.Id, place.Key), place.Value.State));
        var leaders = state.Places
            .Where(place => place.Value.StaffRole is not null)
            .Select(place => AuditEntry.Copy(Leader, Place(key.Id, place.Key), place.Value.StaffRole!));
        return new([.. members, .. leaders], []);
    }

    private static string Place(string learnerId, string groupId) => $"{learnerId} > {groupId}";

    private static string Written(StandingCounts counts) =>
        $"{counts.Members} members, {counts.Requested} requests, {counts.Invited} invited, {counts.Banned} banned";
}
