using System.Text.Json.Serialization;
using LmsActors.Connections;

namespace LmsActors.Profiles;

/// <summary>A partial edit: a field that is absent stays as it is, null clears it.</summary>
internal sealed record EditProfileRequest
{
    /// <summary>Longer than any bio may be; what is longer is refused without being rendered.</summary>
    private const int MostRendered = 10_000;

    [JsonConverter(typeof(PatchJson))]
    public Patch<string> Name { get; init; }

    [JsonConverter(typeof(PatchJson))]
    public Patch<string> Headline { get; init; }

    /// <summary>Markdown.</summary>
    [JsonConverter(typeof(PatchJson))]
    public Patch<string> Bio { get; init; }

    [JsonConverter(typeof(PatchJson))]
    public Patch<IReadOnlyList<ResumeSection>> Sections { get; init; }

    [JsonConverter(typeof(PatchJson))]
    public Patch<IReadOnlyList<string>> Skills { get; init; }

    [JsonConverter(typeof(PatchJson))]
    public Patch<IReadOnlyList<ProfileLink>> Links { get; init; }

    [JsonConverter(typeof(PatchJson))]
    public Patch<LearnerStatus> Status { get; init; }

    [JsonConverter(typeof(PatchJson))]
    public Patch<IReadOnlyDictionary<ProfilePart, Visibility>> Visibility { get; init; }

    public EditProfile ToCommand() => new()
    {
        Name = Name,
        Headline = Headline,
        Bio = new(Bio.IsGiven, Bio.Value is { } text ? new(text, text.Length <= MostRendered ? Markdown.Render(text) : "") : null),
        Sections = Sections,
        Skills = Skills,
        Links = Links,
        Status = Status,
        Visibility = Visibility,
    };
}

/// <summary>A learner as the caller may see it.</summary>
internal sealed record LearnerResponse(
    string Id,
    string Name,
    string Community,
    string? ExternalId,
    string? Headline,
    RichText? Bio,
    IReadOnlyList<ResumeSection> Sections,
    IReadOnlyList<string> Skills,
    IReadOnlyList<ProfileLink> Links,
    LearnerStatus? Status,
    IReadOnlyDictionary<ProfilePart, Visibility>? Visibility,
    RelationResponse? Relation,
    LearnerCounts? Counts)
{
    /// <summary>One's own profile, as an edit answers it.</summary>
    public static LearnerResponse Of(Profile own) => Of(own, null, null);

    /// <summary>A learner's page; how one stands to oneself is not told.</summary>
    public static LearnerResponse Of(LearnerPage page) =>
        Of(page.Profile, page.Profile.Visibility is null ? RelationResponse.Of(page.Relation) : null, page.Counts);

    private static LearnerResponse Of(Profile of, RelationResponse? relation, LearnerCounts? counts) => new(
        of.Id, of.Name, of.Community, of.ExternalId, of.Headline, of.Bio, of.Sections, of.Skills, of.Links, of.Status, of.Visibility, relation, counts);
}
