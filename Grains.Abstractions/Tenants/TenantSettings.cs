using System.Collections.Immutable;

namespace LmsActors.Tenants;

/// <summary>What holds for a whole tenant; small, and cached by every API silo.</summary>
[GenerateSerializer, Immutable, Alias("tenant-settings")]
public sealed record TenantSettings
{
    public const string DefaultCommunity = "employees";

    /// <summary>The organisation's name; empty when there is no such tenant.</summary>
    [Id(0)] public string Name { get; init; } = "";

    /// <summary>Its communities; the first one takes those who register themselves.</summary>
    [Id(1)] public ImmutableArray<Community> Communities { get; init; } = [];

    /// <summary>What is switched off.</summary>
    [Id(2)] public ImmutableHashSet<FeatureSwitch> Off { get; init; } = [];

    /// <summary>Whether people may register themselves.</summary>
    [Id(3)] public bool RegistrationOpen { get; init; } = true;

    /// <summary>API keys that are good, by their id.</summary>
    [Id(4)] public ImmutableDictionary<string, ApiKey> Keys { get; init; } = ImmutableDictionary<string, ApiKey>.Empty;

    public bool Exists => Name.Length > 0;

    /// <summary>Whether <paramref name="feature"/> is on for people of <paramref name="community"/>: neither it nor the whole tenant is without it.</summary>
    public bool IsOn(string feature, string? community) =>
        Off.Count == 0 || !(Off.Contains(new(feature, null)) || (community is not null && Off.Contains(new(feature, community))));
}

/// <summary>A part of an organisation's people: employees, customers, partners…</summary>
/// <param name="Id">What identities and switches refer to; never changes.</param>
/// <param name="Name">What people read.</param>
[GenerateSerializer, Immutable, Alias("community")]
public sealed record Community([property: Id(0)] string Id, [property: Id(1)] string Name);

/// <summary>A switch of a feature for one community, or with null for the whole tenant.</summary>
[GenerateSerializer, Immutable, Alias("feature-switch")]
public readonly record struct FeatureSwitch([property: Id(0)] string Feature, [property: Id(1)] string? Community);

/// <summary>A machine's key to a tenant. Its secret is told once, at creation, and stored only as a hash.</summary>
/// <param name="Id">Part of the key's text; names the key in lists and logs.</param>
/// <param name="Name">What it is for.</param>
/// <param name="Hash">SHA-256 of the secret, which is 256 random bits: a slow hash would protect it no better.</param>
/// <param name="CreatedAt">When it was made.</param>
[GenerateSerializer, Immutable, Alias("api-key")]
public sealed record ApiKey(
    [property: Id(0)] string Id, [property: Id(1)] string Name, [property: Id(2)] ImmutableArray<byte> Hash, [property: Id(3)] DateTimeOffset CreatedAt);
