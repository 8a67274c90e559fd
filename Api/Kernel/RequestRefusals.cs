namespace LmsActors.Kernel;

/// <summary>Every expected "no" to a request, before any actor is asked.</summary>
internal static class RequestRefusals
{
    public static readonly Refusal Unauthenticated = new(
        RefusalKind.Unauthenticated, "auth.required", "Sign in first, or send a valid token or API key.");

    public static readonly Refusal Forbidden = Refusal.Forbidden("auth.forbidden", "You may not do this.");

    public static readonly Refusal NoRoute = Refusal.NotFound("route.not-found", "There is nothing at this address.");

    public static readonly Refusal WrongMethod = Refusal.Invalid("route.method-not-allowed", "This address does not take this method; see Allow.");

    public static readonly Refusal WrongMediaType = Refusal.Invalid("request.media-type", "Send JSON, with Content-Type: application/json.");

    public static readonly Refusal TooLarge = Refusal.Invalid("request.too-large", "The request is larger than this server takes.");

    public static readonly Refusal FeatureOff = Refusal.NotFound("feature.off", "This feature is switched off here.");

    public static readonly Refusal BadOperationKey = Refusal.Invalid(
        "idempotency-key.invalid", $"An Idempotency-Key has 1 to {Caller.MaxKeyLength} printable ASCII characters.");

    public static readonly Refusal BadPaging = Refusal.Invalid(
        "paging.invalid", $"?limit= is 1 to {Paging.MaxLimit}; ?cursor= is the next of the page before.");

    public static readonly Refusal LearnerRequired = Refusal.Invalid(
        "learner.required", "This is done by a learner: with an API key, name one in X-On-Behalf-Of.");

    public static readonly Refusal LearnerUnknown = Refusal.NotFound("learner.unknown", "There is no such learner.");

    public static readonly Refusal StorageUnavailable = new(
        RefusalKind.Unavailable,
        "storage.unavailable",
        "Whether this happened is not known. Send it again with the same Idempotency-Key.",
        TimeSpan.FromSeconds(1));

    /// <summary>To be answered with 500: asking again is of no use before the log is restored.</summary>
    public static readonly Refusal LogDamaged = new(
        RefusalKind.Unavailable,
        "storage.log-damaged",
        "What is stored here is damaged and has been set aside; an administrator has to restore it. Everything else goes on.");

    public static readonly Refusal TooManyMentions = Refusal.Invalid(
        "text.too-many-mentions", $"A text mentions at most {Mentions.Most} people.");

    public static Refusal Malformed(string message) => Refusal.Invalid("request.malformed", message);
}
