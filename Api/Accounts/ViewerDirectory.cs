using System.Security.Claims;
using LmsActors.Connections;
using LmsActors.Profiles;

namespace LmsActors.Accounts;

/// <summary>
/// Learners as actors know them who ask: name, community, whom a block keeps apart. Held in this API silo and kept fresh by the
/// streams of connections and accounts, so that no request pays for it, and a block or a lost right is effective at once.
/// </summary>
internal sealed class ViewerDirectory : IViewers, IHostedService
{
    private static readonly AccountAccess NoAccount = new("", false, false, []);

    private readonly IGrainFactory _grains;
    private readonly Watched<Viewer> _viewers;
    private readonly Watched<AccountAccess> _accesses;

    public ViewerDirectory(IGrainFactory grains, TimeProvider time, ILogger<ViewerDirectory> logger)
    {
        _grains = grains;
        _viewers = new(grains, time, logger, new(
            key => grains.Actor<IConnectionsGrain>(key), key => ConnectionStreams.For(key.Id), ReadAsync));
        _accesses = new(grains, time, logger, new(
            Account, _ => IAccountGrain.AccountStream, async key => await Account(key).AccessAsync() ?? NoAccount));

        IAccountGrain Account(ActorKey key) => grains.Actor<IAccountGrain>(key);
    }

    /// <summary>Raised when what a learner may see, or whether it may at all, can have changed.</summary>
    public event Action<ActorKey>? Changed;

    /// <inheritdoc />
    public ValueTask<Viewer?> OfAsync(ClaimsPrincipal user) =>
        user.TenantId() is { } tenant && user.LearnerId() is { } learner ? FindAsync(tenant, learner) : new((Viewer?)null);

    /// <summary>The learner; null when there is no such learner.</summary>
    public async ValueTask<Viewer?> FindAsync(string tenant, string learnerId)
    {
        if (!Ids.IsWellFormed(learnerId))
        {
            return null;
        }

        var key = new ActorKey(tenant, learnerId);
        var viewer = await _viewers.GetAsync(key);
        return viewer is not null && await AccessAsync(key) is { IsAdmin: true } ? viewer with { IsAdmin = true } : viewer;
    }

    /// <summary>What decides whether the learner's tokens are good. Without account none is, and no right goes with it.</summary>
    public ValueTask<AccountAccess?> AccessAsync(ActorKey learner) => _accesses.GetAsync(learner);

    /// <summary>Whether the identity, once verified, still holds.</summary>
    public async ValueTask<bool> IsGoodAsync(ClaimsPrincipal user)
    {
        if (user.FindFirst(Identities.Stamp)?.Value is not { } stamp || user.TenantId() is not { } tenant || user.LearnerId() is not { } learner)
        {
            return true;
        }

        return await AccessAsync(new(tenant, learner)) is { IsDisabled: false } access
            && access.SecurityStamp == stamp
            && (user.SessionId() is not { } session || !access.EndedSessions.Contains(session));
    }

    /// <summary>For a change that was made through this silo: what is read next is the new.</summary>
    public void Forget(string tenant, string learnerId)
    {
        _viewers.Forget(new(tenant, learnerId));
        _accesses.Forget(new(tenant, learnerId));
    }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        _viewers.Changed += key => Changed?.Invoke(key);
        _accesses.Changed += key => Changed?.Invoke(key);
        await _viewers.StartAsync(cancellationToken);
        await _accesses.StartAsync(cancellationToken);
    }

    public Task StopAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(_viewers.StopAsync(cancellationToken), _accesses.StopAsync(cancellationToken));

    private async Task<Viewer?> ReadAsync(ActorKey key)
    {
        var identity = await _grains.Actor<IProfileGrain>(key).IdentityAsync();
        return identity is null
            ? null
            : new(key.Tenant, key.Id, identity.Name, identity.Community, false, await _grains.Actor<IConnectionsGrain>(key).HiddenAsync());
    }
}
