using System.Collections.Immutable;

namespace LmsActors.Tenants;

/// <summary>What can have happened to a tenant.</summary>
[GenerateSerializer, Immutable, Alias("tenant-event")]
public abstract record TenantEvent;

[GenerateSerializer, Immutable, Alias("tenant-created")]
public sealed record TenantCreated([property: Id(0)] string Name, [property: Id(1)] ImmutableArray<Community> Communities) : TenantEvent;

[GenerateSerializer, Immutable, Alias("tenant-renamed")]
public sealed record TenantRenamed([property: Id(0)] string Name) : TenantEvent;

/// <summary>A community was added, or got another name.</summary>
[GenerateSerializer, Immutable, Alias("community-put")]
public sealed record CommunityPut([property: Id(0)] Community Community) : TenantEvent;

[GenerateSerializer, Immutable, Alias("feature-switched")]
public sealed record FeatureSwitched([property: Id(0)] FeatureSwitch Switch, [property: Id(1)] bool Enabled) : TenantEvent;

[GenerateSerializer, Immutable, Alias("registration-set")]
public sealed record RegistrationSet([property: Id(0)] bool Open) : TenantEvent;

[GenerateSerializer, Immutable, Alias("api-key-added")]
public sealed record ApiKeyAdded([property: Id(0)] ApiKey Key) : TenantEvent;

[GenerateSerializer, Immutable, Alias("api-key-revoked")]
public sealed record ApiKeyRevoked([property: Id(0)] string KeyId) : TenantEvent;
