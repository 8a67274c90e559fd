namespace LmsActors.Tenants;

/// <summary>The settings of tenants, in this API silo: switches, communities, API keys; effective here as soon as they are on disk.</summary>
internal sealed class TenantDirectory(IGrainFactory grains, TimeProvider time, ILogger<TenantDirectory> logger) : IHostedService
{
    private readonly Watched<TenantSettings> _tenants = new(
        grains,
        time,
        logger,
        new(
            key => grains.Tenant(key.Tenant),
            _ => Tenancy.Stream,
            async key => await grains.Tenant(key.Tenant).SettingsAsync() is { Exists: true } settings ? settings : null));

    /// <summary>Raised with the tenant when its settings changed; live streams check again who may go on.</summary>
    public event Action<string>? Changed;

    /// <summary>Null when there is no such tenant.</summary>
    public ValueTask<TenantSettings?> FindAsync(string tenant) =>
        Tenancy.IsWellFormed(tenant) ? _tenants.GetAsync(KeyOf(tenant)) : new((TenantSettings?)null);

    /// <summary>Whether a feature is on for people of a community.</summary>
    public async ValueTask<bool> IsOnAsync(string tenant, string feature, string? community) =>
        await FindAsync(tenant) is { } settings && settings.IsOn(feature, community);

    /// <summary>For a change that was made through this silo: what is read next is the new.</summary>
    public void Forget(string tenant) => _tenants.Forget(KeyOf(tenant));

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _tenants.Changed += key => Changed?.Invoke(key.Tenant);
        return _tenants.StartAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) => _tenants.StopAsync(cancellationToken);

    private static ActorKey KeyOf(string tenant) => new(tenant, Tenancy.Id);
}
