using System.Collections.Immutable;

namespace LmsActors.Profiles;

[GenerateSerializer, Immutable, Alias("profile-state")]
internal sealed record ProfileState : IState<ProfileState, ProfileEvent>
{
    /// <summary>Null while there is no such learner.</summary>
    [Id(0)] public string? Name { get; init; }

    [Id(1)] public string Community { get; init; } = "";

    [Id(2)] public string? ExternalId { get; init; }

    /// <summary>The number of the event that gave the name.</summary>
    [Id(3)] public long NamedAt { get; init; }

    /// <summary>What the learner tells of itself; most learners of an import share the empty one.</summary>
    [Id(4)] public ProfileParts Parts { get; init; } = ProfileParts.Empty;

    public ProfileState Apply(Happened<ProfileEvent> happened) => happened.Event switch
    {
        ProfileCreated e => this with { Name = e.Name, Community = e.Community, ExternalId = e.ExternalId, NamedAt = happened.Sequence },
        ProfileEdited { Changes: var changes } => this with
        {
            Name = changes.Name.Or(Name),
            NamedAt = changes.Name.IsGiven ? happened.Sequence : NamedAt,
            Parts = Parts.With(changes),
        },
        _ => this,
    };

    /// <summary>The profile as the learner itself sees it.</summary>
    public Profile ToOwnView(string id, DateTimeOffset now) =>
        View(id, now, _ => true) with { Visibility = Enum.GetValues<ProfilePart>().ToImmutableDictionary(part => part, Parts.SeenBy) };

    /// <summary>The profile as others see it.</summary>
    public Profile ToView(string id, DateTimeOffset now, bool isFriend) => View(id, now, part => Parts.SeenBy(part) switch
    {
        Visibility.All => true,
        Visibility.Friends => isFriend,
        _ => false,
    });

    private Profile View(string id, DateTimeOffset now, Func<ProfilePart, bool> sees) => new()
    {
        Id = id,
        Name = Name!,
        Community = Community,
        ExternalId = ExternalId,
        Headline = sees(ProfilePart.Headline) ? Parts.Headline : null,
        Bio = sees(ProfilePart.Bio) ? Parts.Bio : null,
        Sections = sees(ProfilePart.Sections) ? Parts.Sections : [],
        Skills = sees(ProfilePart.Skills) ? Parts.Skills : [],
        Links = sees(ProfilePart.Links) ? Parts.Links : [],
        Status = sees(ProfilePart.Status) && !(Parts.Status?.ExpiresAt <= now) ? Parts.Status : null,
    };
}

/// <summary>What a learner tells of itself, and who may see which part.</summary>
[GenerateSerializer, Immutable, Alias("profile-parts")]
internal sealed record ProfileParts
{
    public static readonly ProfileParts Empty = new();

    [Id(0)] public string? Headline { get; init; }

    [Id(1)] public RichText? Bio { get; init; }

    [Id(2)] public IReadOnlyList<ResumeSection> Sections { get; init; } = [];

    [Id(3)] public IReadOnlyList<string> Skills { get; init; } = [];

    [Id(4)] public IReadOnlyList<ProfileLink> Links { get; init; } = [];

    [Id(5)] public LearnerStatus? Status { get; init; }

    /// <summary>The parts that not all may see; null when all may see all.</summary>
    [Id(6)] public ImmutableDictionary<ProfilePart, Visibility>? Visibility { get; init; }

    public Visibility SeenBy(ProfilePart part) => Visibility?.GetValueOrDefault(part) ?? Profiles.Visibility.All;

    public ProfileParts With(EditProfile changes) => this with
    {
        Headline = changes.Headline.Or(Headline),
        Bio = changes.Bio.Or(Bio),
        Sections = changes.Sections.Or(Sections) ?? [],
        Skills = changes.Skills.Or(Skills) ?? [],
        Links = changes.Links.Or(Links) ?? [],
        Status = changes.Status.Or(Status),
        Visibility = changes.Visibility switch
        {
            { IsGiven: false } => Visibility,
            { Value: null } => null,
            { Value: var given } => (Visibility ?? ImmutableDictionary<ProfilePart, Visibility>.Empty).SetItems(given),
        },
    };
}
