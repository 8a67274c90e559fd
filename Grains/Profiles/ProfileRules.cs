using System.Globalization;

namespace LmsActors.Profiles;

/// <summary>What may stand in a profile.</summary>
internal static class ProfileRules
{
    public const int NameLength = 100;
    public const int ExternalIdLength = 200;
    public const int HeadlineLength = 200;
    public const int BioLength = 10_000;
    public const int BioHtmlLength = 200_000;
    public const int Sections = 50;
    public const int SectionLineLength = 200;
    public const int SectionTextLength = 4_000;
    public const int Skills = 50;
    public const int SkillLength = 60;
    public const int Links = 20;
    public const int LinkLength = 2_000;
    public const int StatusLength = 140;

    /// <summary>Emoji sequences (families, flags, skin tones) take several characters.</summary>
    public const int EmojiLength = 32;

    public static Decision<ProfileEvent> Create(ProfileState state, CreateProfile command)
    {
        if (state.Name is not null)
        {
            return Decision<ProfileEvent>.Nothing;
        }

        var name = command.Name?.Trim();
        return !Texts.IsLine(name, NameLength) ? ProfileRefusals.NameInvalid
            : !Texts.IsLine(command.Community, NameLength) ? ProfileRefusals.CommunityInvalid
            : command.ExternalId is { } external && !Texts.IsLine(external, ExternalIdLength) ? ProfileRefusals.ExternalIdInvalid
            : new ProfileCreated(name!, command.Community, command.ExternalId);
    }

    public static Decision<ProfileEvent> Edit(ProfileState state, EditProfile command, DateTimeOffset now)
    {
        if (state.Name is null)
        {
            return ProfileRefusals.NotFound;
        }

        var changes = Trim(command);
        if (Check(changes, now) is { } refusal)
        {
            return refusal;
        }

        return changes == new EditProfile() ? Decision<ProfileEvent>.Nothing : new ProfileEdited(changes);
    }

    private static EditProfile Trim(EditProfile edit) => edit with
    {
        Name = edit.Name with { Value = edit.Name.Value?.Trim() },
        Headline = edit.Headline with { Value = NullIfBlank(edit.Headline.Value) },
        Bio = edit.Bio with { Value = NullIfBlank(edit.Bio.Value?.Text) is null ? null : edit.Bio.Value },
    };

    private static string? NullIfBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static Refusal? Check(EditProfile edit, DateTimeOffset now) =>
        edit.Name.IsGiven && !Texts.IsLine(edit.Name.Value, NameLength) ? ProfileRefusals.NameInvalid
        : edit.Headline.Value is { } headline && !Texts.IsLine(headline, HeadlineLength) ? ProfileRefusals.HeadlineInvalid
        : edit.Bio.Value is { } bio && !(Texts.IsProse(bio.Text, BioLength) && bio.Html.Length <= BioHtmlLength) ? ProfileRefusals.BioInvalid
        : CheckSections(edit.Sections.Value)
            ?? CheckSkills(edit.Skills.Value)
            ?? CheckLinks(edit.Links.Value)
            ?? CheckStatus(edit.Status.Value, now)
            ?? CheckVisibility(edit.Visibility.Value);

    private static Refusal? CheckSections(IReadOnlyList<ResumeSection>? sections) =>
        sections is null ? null
        : sections.Count > Sections ? ProfileRefusals.TooManySections
        : sections.All(IsSection) ? null : ProfileRefusals.SectionInvalid;

    private static bool IsSection(ResumeSection? section) =>
        section is not null
        && Texts.IsLine(section.Kind, SkillLength)
        && Texts.IsLine(section.Title, SectionLineLength)
        && (section.Organisation is null || Texts.IsLine(section.Organisation, SectionLineLength))
        && (section.Text is null || Texts.IsProse(section.Text, SectionTextLength))
        && !(section.To < section.From);

    private static Refusal? CheckSkills(IReadOnlyList<string>? skills) =>
        skills is null ? null
        : skills.Count > Skills ? ProfileRefusals.TooManySkills
        : skills.All(skill => Texts.IsLine(skill, SkillLength)) && skills.Distinct(StringComparer.OrdinalIgnoreCase).Count() == skills.Count
            ? null
            : ProfileRefusals.SkillInvalid;

    private static Refusal? CheckLinks(IReadOnlyList<ProfileLink>? links) =>
        links is null ? null
        : links.Count > Links ? ProfileRefusals.TooManyLinks
        : links.All(IsLink) ? null : ProfileRefusals.LinkInvalid;

    /// <summary>A user name in an address serves only to make it look like another one.</summary>
    private static bool IsLink(ProfileLink? link) =>
        link is not null
        && Texts.IsLine(link.Label, NameLength)
        && Texts.IsLine(link.Url, LinkLength)
        && Uri.TryCreate(link.Url, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps)
        && uri.UserInfo.Length == 0;

    private static Refusal? CheckStatus(LearnerStatus? status, DateTimeOffset now) =>
        status is null ? null
        : !Texts.IsLine(status.Text, StatusLength) || !(status.Emoji is null || IsEmoji(status.Emoji)) ? ProfileRefusals.StatusInvalid
        : status.ExpiresAt <= now ? ProfileRefusals.StatusExpired
        : null;

    private static bool IsEmoji(string text) =>
        Texts.IsLine(text, EmojiLength)
        && new StringInfo(text).LengthInTextElements == 1
        && !char.IsAsciiLetterOrDigit(text[0]) && !char.IsAsciiLetterOrDigit(text[^1]) && text[0] is not ('<' or '>' or '&');

    private static Refusal? CheckVisibility(IReadOnlyDictionary<ProfilePart, Visibility>? visibility) =>
        visibility is null || visibility.All(pair => Enum.IsDefined(pair.Key) && Enum.IsDefined(pair.Value))
            ? null
            : ProfileRefusals.VisibilityInvalid;
}
