namespace LmsActors.Profiles;

/// <summary>Every expected "no" of a profile.</summary>
internal static class ProfileRefusals
{
    public static readonly Refusal NotFound = Refusal.NotFound("learner.not-found", "There is no such learner.");

    public static readonly Refusal Erased = Refusal.Conflict("learner.erased", "This learner was erased, and cannot come back under the same id.");

    public static readonly Refusal NameInvalid = Refusal.Invalid(
        "profile.name-invalid", $"A name has 1 to {ProfileRules.NameLength} characters, none of them a control character.");

    public static readonly Refusal CommunityInvalid = Refusal.Invalid(
        "profile.community-invalid", $"A community has 1 to {ProfileRules.NameLength} characters.");

    public static readonly Refusal ExternalIdInvalid = Refusal.Invalid(
        "profile.external-id-invalid", $"An external id has 1 to {ProfileRules.ExternalIdLength} characters.");

    public static readonly Refusal HeadlineInvalid = Refusal.Invalid(
        "profile.headline-invalid", $"A headline is one line of 1 to {ProfileRules.HeadlineLength} characters.");

    public static readonly Refusal BioInvalid = Refusal.Invalid(
        "profile.bio-invalid", $"A bio has at most {ProfileRules.BioLength} characters, none of them a control character.");

    public static readonly Refusal TooManySections = Refusal.Invalid(
        "profile.too-many-sections", $"A résumé has at most {ProfileRules.Sections} sections.");

    public static readonly Refusal SectionInvalid = Refusal.Invalid(
        "profile.section-invalid", "A section has a kind and a title of one line each, a text of at most 4,000 characters, and ends after it begins.");

    public static readonly Refusal TooManySkills = Refusal.Invalid(
        "profile.too-many-skills", $"A profile has at most {ProfileRules.Skills} skills.");

    public static readonly Refusal SkillInvalid = Refusal.Invalid(
        "profile.skill-invalid", $"A skill is one line of 1 to {ProfileRules.SkillLength} characters, and stands once.");

    public static readonly Refusal TooManyLinks = Refusal.Invalid(
        "profile.too-many-links", $"A profile has at most {ProfileRules.Links} links.");

    public static readonly Refusal LinkInvalid = Refusal.Invalid(
        "profile.link-invalid", "A link has a label of one line and a whole address that begins with http:// or https://.");

    public static readonly Refusal StatusInvalid = Refusal.Invalid(
        "profile.status-invalid", $"A status is one line of 1 to {ProfileRules.StatusLength} characters, with at most one emoji.");

    public static readonly Refusal StatusExpired = Refusal.Invalid("profile.status-expired", "A status expires in the future.");

    public static readonly Refusal VisibilityInvalid = Refusal.Invalid(
        "profile.visibility-invalid", "A part of a profile is visible to all, friends or nobody.");
}
