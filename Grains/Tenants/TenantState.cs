using System.Collections.Immutable;

namespace LmsActors.Tenants;

[GenerateSerializer, Immutable, Alias("tenant-state")]
internal sealed record TenantState : IState<TenantState, TenantEvent>
{
    [Id(0)] public TenantSettings Settings { get; init; } = new();

    public TenantState Apply(Happened<TenantEvent> happened) => new() { Settings = Apply(Settings, happened.Event) };

    private static TenantSettings Apply(TenantSettings settings, TenantEvent happened) => happened switch
    {
        TenantCreated e => settings with { Name = e.Name, Communities = e.Communities },
        TenantRenamed e => settings with { Name = e.Name },
        CommunityPut e => settings with { Communities = Put(settings.Communities, e.Community) },
        FeatureSwitched e => settings with { Off = e.Enabled ? settings.Off.Remove(e.Switch) : settings.Off.Add(e.Switch) },
        RegistrationSet e => settings with { RegistrationOpen = e.Open },
        ApiKeyAdded e => settings with { Keys = settings.Keys.SetItem(e.Key.Id, e.Key) },
        ApiKeyRevoked e => settings with { Keys = settings.Keys.Remove(e.KeyId) },
        _ => settings,
    };

    /// <summary>A renamed community keeps its place: the first one is where those who register go.</summary>
    private static ImmutableArray<Community> Put(ImmutableArray<Community> communities, Community community) =>
        communities.FirstOrDefault(c => c.Id == community.Id) is { } known ? communities.Replace(known, community) : communities.Add(community);
}
