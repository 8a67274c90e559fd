namespace LmsActors.Tenants;

/// <summary>The server is ready when the tenant that it starts with answers.</summary>
internal sealed class Readiness(IGrainFactory grains) : IReadiness
{
    public async Task<bool> IsReadyAsync() => (await grains.Tenant(Tenancy.Default).SettingsAsync()).Exists;
}
