namespace LmsActors.Groups;

/// <summary>What can have happened to a group itself; what happens to its members is in its shards.</summary>
[GenerateSerializer, Alias("group-event")]
internal abstract record GroupEvent;

/// <summary>The group was founded; by nobody, if it comes from an archive.</summary>
[GenerateSerializer, Immutable, Alias("group-created")]
internal sealed record GroupCreated(
    [property: Id(0)] string Name,
    [property: Id(1)] GroupKind Kind,
    [property: Id(2)] string Description,
    [property: Id(3)] string? FounderId,
    [property: Id(4)] string? ExternalId,
    [property: Id(5)] DateTimeOffset CreatedAt) : GroupEvent;

/// <param name="IsRenamed">The name is another than before: the group's room takes it over.</param>
[GenerateSerializer, Immutable, Alias("group-edited")]
internal sealed record GroupEdited(
    [property: Id(0)] string Name,
    [property: Id(1)] GroupKind Kind,
    [property: Id(2)] string Description,
    [property: Id(3)] bool IsRenamed = false) : GroupEvent;

/// <summary>A member has this role from now on; <see cref="GroupRole.Member"/> takes a higher one away.</summary>
[GenerateSerializer, Immutable, Alias("group-role-given")]
internal sealed record RoleGiven([property: Id(0)] string LearnerId, [property: Id(1)] GroupRole Role) : GroupEvent;

/// <summary>The founder, or one of the leaders, was erased.</summary>
[GenerateSerializer, Immutable, Alias("group-leader-erased")]
internal sealed record LeaderErased([property: Id(0)] string LearnerId) : GroupEvent;

/// <summary>A shard told how many it holds.</summary>
[GenerateSerializer, Immutable, Alias("group-shard-counted")]
internal sealed record ShardCounted([property: Id(0)] ShardReport Report) : GroupEvent;

/// <summary>The group is no more.</summary>
[GenerateSerializer, Immutable, Alias("group-closed")]
internal sealed record GroupClosed : GroupEvent;
