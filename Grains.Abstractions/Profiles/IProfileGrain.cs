using LmsActors.Connections;

namespace LmsActors.Profiles;

/// <summary>A learner as others meet it: the name, what it tells of itself, and who may see which part. Key: the learner's id.</summary>
[Alias("profile")]
public interface IProfileGrain : IGrainWithStringKey
{
    /// <summary>Brings the learner into being. Repeating it changes nothing and answers the learner as it is.</summary>
    [Alias("create")]
    Task<Result<Person>> CreateAsync(CreateProfile command);

    /// <summary>Who the learner is; null when there is no such learner.</summary>
    [Alias("identity")]
    Task<LearnerIdentity?> IdentityAsync();

    /// <summary>What <paramref name="viewer"/> may see. Not found when a block, either way, stands between the two.</summary>
    [Alias("read")]
    Task<Result<LearnerPage>> ReadAsync(Viewer viewer);

    /// <summary>Changes the parts that are given, and answers the whole profile as its owner sees it.</summary>
    [Alias("edit")]
    Task<Result<Profile>> EditAsync(EditProfile command);
}

/// <summary>A new learner.</summary>
/// <param name="Name">1 to 100 characters, no control or bidirectional-override characters.</param>
/// <param name="Community">Employees, customers, partners…</param>
/// <param name="ExternalId">The learner's id in the system that it comes from, such as <c>gitter:4711</c>.</param>
[GenerateSerializer, Immutable, Alias("create-profile")]
public sealed record CreateProfile(
    [property: Id(0)] string Name, [property: Id(1)] string Community, [property: Id(2)] string? ExternalId = null);

/// <summary>Who a learner is, for other actors.</summary>
[GenerateSerializer, Immutable, Alias("learner-identity")]
public sealed record LearnerIdentity(
    [property: Id(0)] string Name, [property: Id(1)] string Community, [property: Id(2)] string? ExternalId);

/// <summary>A change of one field: not given (unchanged), or given as a value, where null clears the field.</summary>
[GenerateSerializer, Immutable, Alias("patch`1")]
public readonly record struct Patch<T>([property: Id(0)] bool IsGiven, [property: Id(1)] T? Value)
{
    public static implicit operator Patch<T>(T? value) => new(true, value);

    /// <summary>The value given, else <paramref name="current"/>.</summary>
    public T? Or(T? current) => IsGiven ? Value : current;
}

/// <summary>A partial edit of a profile.</summary>
[GenerateSerializer, Immutable, Alias("edit-profile")]
public sealed record EditProfile
{
    [Id(0)] public Patch<string> Name { get; init; }

    [Id(1)] public Patch<string> Headline { get; init; }

    [Id(2)] public Patch<RichText> Bio { get; init; }

    [Id(3)] public Patch<IReadOnlyList<ResumeSection>> Sections { get; init; }

    [Id(4)] public Patch<IReadOnlyList<string>> Skills { get; init; }

    [Id(5)] public Patch<IReadOnlyList<ProfileLink>> Links { get; init; }

    [Id(6)] public Patch<LearnerStatus> Status { get; init; }

    /// <summary>Who may see which part; parts that are not named keep their audience. Null: all parts to all.</summary>
    [Id(7)] public Patch<IReadOnlyDictionary<ProfilePart, Visibility>> Visibility { get; init; }
}

/// <summary>A learner's own page: the profile, how the viewer stands to it, and its figures.</summary>
[GenerateSerializer, Immutable, Alias("learner-page")]
public sealed record LearnerPage(
    [property: Id(0)] Profile Profile, [property: Id(1)] Relation Relation, [property: Id(2)] LearnerCounts Counts);

/// <summary>How many follow the learner, and are followed by it.</summary>
[GenerateSerializer, Immutable, Alias("learner-counts")]
public readonly record struct LearnerCounts([property: Id(0)] long Followers, [property: Id(1)] long Following);
