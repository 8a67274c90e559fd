namespace LmsActors.Profiles;

/// <summary>What one viewer may see of a learner; parts that it may not see are absent or empty.</summary>
[GenerateSerializer, Immutable, Alias("profile-view")]
public sealed record Profile
{
    [Id(0)] public required string Id { get; init; }

    [Id(1)] public required string Name { get; init; }

    [Id(2)] public required string Community { get; init; }

    [Id(3)] public string? ExternalId { get; init; }

    [Id(4)] public string? Headline { get; init; }

    [Id(5)] public RichText? Bio { get; init; }

    [Id(6)] public IReadOnlyList<ResumeSection> Sections { get; init; } = [];

    [Id(7)] public IReadOnlyList<string> Skills { get; init; } = [];

    [Id(8)] public IReadOnlyList<ProfileLink> Links { get; init; } = [];

    [Id(9)] public LearnerStatus? Status { get; init; }

    /// <summary>Who may see which part; told to the owner only.</summary>
    [Id(10)] public IReadOnlyDictionary<ProfilePart, Visibility>? Visibility { get; init; }
}

/// <summary>Markdown as written, and the sanitised HTML that the server made of it.</summary>
[GenerateSerializer, Immutable, Alias("rich-text")]
public sealed record RichText([property: Id(0)] string Text, [property: Id(1)] string Html);

/// <summary>An entry of a résumé: a job, a degree, a certificate, a project.</summary>
/// <param name="Kind">A word of the learner's choice: <c>experience</c>, <c>education</c>…</param>
/// <param name="Title">The role or degree.</param>
/// <param name="Organisation">The employer or school.</param>
/// <param name="From">The first day.</param>
/// <param name="To">The last day; null while it lasts.</param>
/// <param name="Text">Plain text.</param>
[GenerateSerializer, Immutable, Alias("resume-section")]
public sealed record ResumeSection(
    [property: Id(0)] string Kind,
    [property: Id(1)] string Title,
    [property: Id(2)] string? Organisation = null,
    [property: Id(3)] DateOnly? From = null,
    [property: Id(4)] DateOnly? To = null,
    [property: Id(5)] string? Text = null);

/// <summary>A link to elsewhere; http or https only.</summary>
[GenerateSerializer, Immutable, Alias("profile-link")]
public sealed record ProfileLink([property: Id(0)] string Label, [property: Id(1)] string Url);

/// <summary>What the learner is doing now. Once <paramref name="ExpiresAt"/> has come there is no status.</summary>
[GenerateSerializer, Immutable, Alias("learner-status")]
public sealed record LearnerStatus(
    [property: Id(0)] string Text, [property: Id(1)] string? Emoji = null, [property: Id(2)] DateTimeOffset? ExpiresAt = null);

/// <summary>A part of a profile that has an audience of its own. The name, the community and the external id are always seen.</summary>
[GenerateSerializer, Alias("profile-part")]
public enum ProfilePart
{
    Headline,
    Bio,
    Sections,
    Skills,
    Links,
    Status,
}

/// <summary>Who may see a part of a profile; the learner itself always may.</summary>
[GenerateSerializer, Alias("visibility")]
public enum Visibility
{
    All,
    Friends,
    Nobody,
}
