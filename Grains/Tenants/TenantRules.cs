namespace LmsActors.Tenants;

/// <summary>Every decision about a tenant.</summary>
internal static class TenantRules
{
    public const int MaxName = 100;
    public const int MaxKeys = 100;
    public const int MaxCommunities = 50;

    public static Decision<TenantEvent> Create(TenantSettings tenant, string name)
    {
        if (tenant.Exists)
        {
            return Decision<TenantEvent>.Nothing;
        }

        return IsName(name)
            ? new TenantCreated(name, [new("employees", "Employees"), new("customers", "Customers"), new("partners", "Partners")])
            : TenantRefusals.BadName;
    }

    public static Decision<TenantEvent> Rename(TenantSettings tenant, string name) =>
        !tenant.Exists ? TenantRefusals.Unknown
        : !IsName(name) ? TenantRefusals.BadName
        : tenant.Name == name ? Decision<TenantEvent>.Nothing
        : new TenantRenamed(name);

    public static Decision<TenantEvent> PutCommunity(TenantSettings tenant, Community community)
    {
        if (!tenant.Exists)
        {
            return TenantRefusals.Unknown;
        }

        if (!Ids.IsWellFormed(community.Id) || !IsName(community.Name))
        {
            return TenantRefusals.BadCommunity;
        }

        var known = tenant.Communities.FirstOrDefault(c => c.Id == community.Id);
        return known == community ? Decision<TenantEvent>.Nothing
            : known is null && tenant.Communities.Length >= MaxCommunities ? TenantRefusals.TooManyCommunities
            : new CommunityPut(community);
    }

    public static Decision<TenantEvent> Switch(TenantSettings tenant, FeatureSwitch which, bool enabled)
    {
        if (!tenant.Exists)
        {
            return TenantRefusals.Unknown;
        }

        if (!Features.IsKnown(which.Feature))
        {
            return TenantRefusals.UnknownFeature;
        }

        if (which.Community is { } community && tenant.Communities.All(c => c.Id != community))
        {
            return TenantRefusals.UnknownCommunity;
        }

        return which.Feature == Features.Accounts && !enabled ? TenantRefusals.AccountsStay
            : tenant.Off.Contains(which) == !enabled ? Decision<TenantEvent>.Nothing
            : new FeatureSwitched(which, enabled);
    }

    public static Decision<TenantEvent> SetRegistration(TenantSettings tenant, bool open) =>
        !tenant.Exists ? TenantRefusals.Unknown
        : tenant.RegistrationOpen == open ? Decision<TenantEvent>.Nothing
        : new RegistrationSet(open);

    public static Decision<TenantEvent> AddKey(TenantSettings tenant, AddApiKey command, DateTimeOffset now)
    {
        if (!tenant.Exists)
        {
            return TenantRefusals.Unknown;
        }

        if (!IsName(command.Name))
        {
            return TenantRefusals.BadName;
        }

        if (tenant.Keys.TryGetValue(command.KeyId, out var known))
        {
            return known.Hash.AsSpan().SequenceEqual(command.Hash.AsSpan()) ? Decision<TenantEvent>.Nothing : new ApiKeyAdded(known with { Hash = command.Hash });
        }

        return tenant.Keys.Count >= MaxKeys
            ? TenantRefusals.TooManyKeys
            : new ApiKeyAdded(new(command.KeyId, command.Name, command.Hash, now));
    }

    public static Decision<TenantEvent> RevokeKey(TenantSettings tenant, string keyId) =>
        tenant.Keys.ContainsKey(keyId) ? new ApiKeyRevoked(keyId) : TenantRefusals.UnknownKey;

    private static bool IsName(string? name) =>
        name is { Length: > 0 and <= MaxName } && !string.IsNullOrWhiteSpace(name) && !name.Any(char.IsControl);
}
