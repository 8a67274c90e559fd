namespace LmsActors.Tenants;

internal sealed record RenameTenantRequest(string Name);

/// <param name="Enabled">On or off.</param>
/// <param name="Community">For people of this community only; for all when it is absent.</param>
internal sealed record SwitchFeatureRequest(bool Enabled, string? Community);

internal sealed record PutCommunityRequest(string Name);

internal sealed record SetRegistrationRequest(bool Open);

internal sealed record AddApiKeyRequest(string Name);

/// <param name="Id">The tenant's id.</param>
/// <param name="Name">The organisation's name.</param>
/// <param name="RegistrationOpen">Whether people may register themselves.</param>
/// <param name="Communities">Its communities.</param>
internal sealed record TenantResponse(string Id, string Name, bool RegistrationOpen, IReadOnlyList<Community> Communities)
{
    public static TenantResponse Of(string tenant, TenantSettings settings) => new(tenant, settings.Name, settings.RegistrationOpen, settings.Communities);
}

/// <param name="Feature">The feature.</param>
/// <param name="Enabled">Whether the tenant has it.</param>
/// <param name="OffFor">The communities that are without it.</param>
internal sealed record SwitchResponse(string Feature, bool Enabled, IReadOnlyList<string> OffFor)
{
    public static SwitchResponse Of(string feature, TenantSettings settings) => new(
        feature,
        settings.IsOn(feature, null),
        [.. settings.Off.Where(off => off.Feature == feature && off.Community is not null).Select(off => off.Community!).Order()]);
}

/// <param name="Id">Names the key.</param>
/// <param name="Name">What it is for.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="Key">Its text, told once: when it is made.</param>
internal sealed record ApiKeyResponse(string Id, string Name, DateTimeOffset CreatedAt, string? Key);
