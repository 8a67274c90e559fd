namespace LmsActors.Kudos;

/// <summary>Every expected "no" of kudos.</summary>
internal static class KudosRefusals
{
    public static readonly Refusal NoLearner = Refusal.NotFound("learner.not-found", "There is no such learner.");

    public static readonly Refusal NotFound = Refusal.NotFound("kudos.not-found", "There is no such kudos.");

    public static readonly Refusal Oneself = Refusal.Invalid("kudos.oneself", "Nobody gives kudos to oneself.");

    public static readonly Refusal NotYours = Refusal.Forbidden("kudos.not-yours", "Only who gave or received it, or an administrator, takes a kudos back.");

    public static readonly Refusal ReasonInvalid = Refusal.Invalid(
        "kudos.reason-invalid", $"A reason has 1 to {KudosLimits.Reason} characters, none of them a control character.");

    public static readonly Refusal SkillInvalid = Refusal.Invalid("kudos.skill-invalid", $"A skill is one line of 1 to {KudosLimits.Skill} characters.");

    public static readonly Refusal TooManyGivers = Refusal.Conflict("kudos.too-many-givers", $"Nobody has kudos from more than {KudosLimits.Givers} learners.");

    public static Refusal TooManyToday(TimeSpan until) => Refusal.TooMany(
        "kudos.too-many-today", $"Nobody gives more than {KudosLimits.ADay} kudos in a day.", until);

    public static Refusal TooManyForOne(TimeSpan until) => Refusal.TooMany(
        "kudos.too-many-for-one", $"Nobody gives more than {KudosLimits.ADayForOne} kudos to the same learner in a day.", until);
}
