using System.Collections.Immutable;

namespace LmsActors.Groups;

/// <summary>A role above member, and since when.</summary>
[GenerateSerializer, Immutable, Alias("staff-place")]
internal readonly record struct StaffPlace([property: Id(0)] GroupRole Role, [property: Id(1)] DateTimeOffset Since);

/// <summary>
/// What a group is, and who leads it. Its owners and moderators are few and stand here, so that the last owner is known in one
/// place; everyone who is in it, the leaders too, stands in the shards.
/// </summary>
[GenerateSerializer, Immutable, Alias("group-state")]
internal sealed record GroupState : IState<GroupState, GroupEvent>
{
    [Id(0)]
    public string Name { get; init; } = "";

    [Id(1)]
    public GroupKind Kind { get; init; } = GroupKind.Secret;

    [Id(2)]
    public string Description { get; init; } = "";

    [Id(3)]
    public string? FounderId { get; init; }

    [Id(4)]
    public string? ExternalId { get; init; }

    [Id(5)]
    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>Set when the group was founded, and not taken back by its end.</summary>
    [Id(6)]
    public bool IsFounded { get; init; }

    [Id(7)]
    public bool IsClosed { get; init; }

    /// <summary>Owners and moderators.</summary>
    [Id(8)]
    public ImmutableDictionary<string, StaffPlace> Staff { get; init; } = ImmutableDictionary<string, StaffPlace>.Empty;

    /// <summary>What each shard reported last.</summary>
    [Id(9)]
    public ImmutableDictionary<int, ShardReport> Shards { get; init; } = ImmutableDictionary<int, ShardReport>.Empty;

    public bool Exists => IsFounded && !IsClosed;

    /// <summary>How many are in it. The leaders are counted even before a shard has told about the first of them.</summary>
    public int MemberCount => Math.Max(Shards.Values.Sum(shard => shard.Counts.Members), Staff.Count);

    public int RequestCount => Shards.Values.Sum(shard => shard.Counts.Requested);

    /// <summary>The role above member; null for members and strangers.</summary>
    public GroupRole? StaffRole(string learnerId) => Staff.TryGetValue(learnerId, out var place) ? place.Role : null;

    public int CountOf(GroupRole role) => Staff.Values.Count(place => place.Role == role);

    public GroupState Apply(Happened<GroupEvent> happened) => happened.Event switch
    {
        GroupCreated e => Created(e, happened.At),
        GroupEdited e => this with { Name = e.Name, Kind = e.Kind, Description = e.Description },
        RoleGiven { Role: GroupRole.Member } e => this with { Staff = Staff.Remove(e.LearnerId) },
        RoleGiven e => this with { Staff = Staff.SetItem(e.LearnerId, new(e.Role, happened.At)) },
        LeaderErased e => this with { FounderId = FounderId == e.LearnerId ? null : FounderId, Staff = Staff.Remove(e.LearnerId) },
        ShardCounted e => this with { Shards = Shards.SetItem(e.Report.Shard, e.Report) },
        GroupClosed => this with { IsClosed = true },
        _ => this,
    };

    private GroupState Created(GroupCreated e, DateTimeOffset at) => this with
    {
        Name = e.Name,
        Kind = e.Kind,
        Description = e.Description,
        FounderId = e.FounderId,
        ExternalId = e.ExternalId,
        CreatedAt = e.CreatedAt,
        IsFounded = true,
        Staff = e.FounderId is null ? Staff : Staff.SetItem(e.FounderId, new(GroupRole.Owner, at)),
    };
}
