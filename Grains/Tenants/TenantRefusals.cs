namespace LmsActors.Tenants;

/// <summary>Every expected "no" of a tenant.</summary>
internal static class TenantRefusals
{
    public static readonly Refusal Unknown = Refusal.NotFound("tenant.unknown", "There is no such tenant.");

    public static readonly Refusal BadName = Refusal.Invalid(
        "tenant.name-invalid", $"A name has 1 to {TenantRules.MaxName} characters, and no control characters.");

    public static readonly Refusal BadCommunity = Refusal.Invalid(
        "tenant.community-invalid", $"A community has an id of 1 to 64 of a-z A-Z 0-9 - _ . and a name of 1 to {TenantRules.MaxName} characters.");

    public static readonly Refusal TooManyCommunities = Refusal.Conflict(
        "tenant.too-many-communities", $"A tenant has at most {TenantRules.MaxCommunities} communities.");

    public static readonly Refusal UnknownCommunity = Refusal.Invalid("tenant.community-unknown", "The tenant has no such community.");

    public static readonly Refusal UnknownFeature = Refusal.NotFound(
        "feature.unknown", $"There is no such feature. There are: {string.Join(", ", Features.All)}.");

    public static readonly Refusal AccountsStay = Refusal.Conflict(
        "feature.indispensable", "Accounts cannot be switched off: nobody could sign in to switch them on again.");

    public static readonly Refusal TooManyKeys = Refusal.Conflict(
        "api-key.too-many", $"A tenant has at most {TenantRules.MaxKeys} API keys. Revoke one first.");

    public static readonly Refusal UnknownKey = Refusal.NotFound("api-key.unknown", "There is no such API key.");
}
