using System.Collections.Immutable;

namespace LmsActors.Tenants;

/// <summary>
/// An organisation: its communities, feature switches, API keys, whether registration is open. Key: the tenant, and
/// <see cref="Tenancy.Id"/>. Its internal stream <see cref="Tenancy.Stream"/> tells the API silos that the settings changed.
/// </summary>
[Alias("tenant")]
public interface ITenantGrain : ILiveActor
{
    /// <summary>Brings the tenant into being, with the communities employees, customers and partners. Repeating it changes nothing.</summary>
    [Alias("create")]
    Task<Result<TenantSettings>> CreateAsync(string name);

    /// <summary>The settings as they are on disk.</summary>
    [Alias("settings")]
    Task<TenantSettings> SettingsAsync();

    [Alias("rename")]
    Task<Result<TenantSettings>> RenameAsync(Operation operation, string name);

    /// <summary>Adds a community, or gives it another name.</summary>
    [Alias("put-community")]
    Task<Result<TenantSettings>> PutCommunityAsync(Operation operation, Community community);

    /// <summary>Switches a feature on or off. <see cref="Features.Accounts"/> cannot be switched off.</summary>
    [Alias("switch")]
    Task<Result<TenantSettings>> SwitchAsync(Operation operation, FeatureSwitch which, bool enabled);

    [Alias("set-registration")]
    Task<Result<TenantSettings>> SetRegistrationAsync(Operation operation, bool open);

    /// <summary>Adds a key, of which the caller knows the secret.</summary>
    [Alias("add-key")]
    Task<Result<ApiKey>> AddKeyAsync(AddApiKey command);

    /// <summary>Ends a key's life at once.</summary>
    [Alias("revoke-key")]
    Task<Result> RevokeKeyAsync(Operation operation, string keyId);
}

/// <summary>A new API key.</summary>
[GenerateSerializer, Immutable, Alias("add-api-key")]
public sealed record AddApiKey(
    [property: Id(0)] Operation Operation, [property: Id(1)] string KeyId, [property: Id(2)] string Name, [property: Id(3)] ImmutableArray<byte> Hash);

/// <summary>How tenants are found.</summary>
public static class Tenancy
{
    /// <summary>The tenant that an empty data folder starts with.</summary>
    public const string Default = "default";

    /// <summary>What that tenant is called until somebody gives it another name.</summary>
    public const string FirstName = "My organisation";

    /// <summary>The id of the tenant's own actor.</summary>
    public const string Id = "tenant";

    /// <summary>The internal stream of that actor.</summary>
    public const string Stream = "tenant";

    public static ITenantGrain Tenant(this IGrainFactory grains, string tenant) =>
        grains.GetGrain<ITenantGrain>(new ActorKey(tenant, Id).ToString());

    /// <summary>True for text that can name a tenant: 1 to 32 of <c>a-z 0-9 -</c>, so that it fits into keys and into API keys.</summary>
    public static bool IsWellFormed(string? tenant) =>
        tenant is { Length: > 0 and <= 32 } && tenant != "system" && tenant.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-');
}
