namespace LmsActors.Groups;

/// <summary>Founds a group; the viewer becomes its owner.</summary>
[GenerateSerializer, Immutable, Alias("create-group")]
public sealed record CreateGroup(
    [property: Id(0)] Operation Operation,
    [property: Id(1)] Viewer Viewer,
    [property: Id(2)] string Name,
    [property: Id(3)] GroupKind Kind,
    [property: Id(4)] string Description = "");

/// <summary>Changes what is not null.</summary>
[GenerateSerializer, Immutable, Alias("edit-group")]
public sealed record EditGroup(
    [property: Id(0)] Operation Operation,
    [property: Id(1)] Viewer Viewer,
    [property: Id(2)] string? Name,
    [property: Id(3)] GroupKind? Kind,
    [property: Id(4)] string? Description);

/// <summary>Founds a group of an archive: without an owner, with its members. Repeating it adds the members that are missing.</summary>
/// <param name="MemberIds">Thousands at a time; those who are banned stay out.</param>
/// <param name="CreatedAt">When it was founded in the archive.</param>
[GenerateSerializer, Immutable, Alias("import-group")]
public sealed record ImportGroup(
    [property: Id(0)] string Name,
    [property: Id(1)] GroupKind Kind,
    [property: Id(2)] string ExternalId,
    [property: Id(3)] IReadOnlyList<string> MemberIds,
    [property: Id(4)] DateTimeOffset CreatedAt);

/// <summary>What someone does about one person's place in a group.</summary>
/// <param name="Viewer">Who does it.</param>
/// <param name="LearnerId">About whom; may be the viewer.</param>
[GenerateSerializer, Immutable, Alias("about-member")]
public sealed record AboutMember(
    [property: Id(0)] Operation Operation,
    [property: Id(1)] Viewer Viewer,
    [property: Id(2)] string LearnerId)
{
    /// <summary>Whether someone acts for himself.</summary>
    public bool IsSelf => Viewer.LearnerId == LearnerId;
}
