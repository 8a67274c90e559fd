using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LmsActors.Tenants;

[GrainType("tenant"), Reentrant]
internal sealed class TenantGrain(Log<TenantState, TenantEvent> log, ILogger<TenantGrain> logger)
    : LiveLogGrain<TenantState, TenantEvent>(log, logger), ITenantGrain
{
    public Task<Result<TenantSettings>> CreateAsync(string name) =>
        ChangeAsync(Operation.None, tenant => TenantRules.Create(tenant, name));

    public Task<TenantSettings> SettingsAsync() => Task.FromResult(Log.Committed.Settings);

    public Task<Result<TenantSettings>> RenameAsync(Operation operation, string name) =>
        ChangeAsync(operation, tenant => TenantRules.Rename(tenant, name));

    public Task<Result<TenantSettings>> PutCommunityAsync(Operation operation, Community community) =>
        ChangeAsync(operation, tenant => TenantRules.PutCommunity(tenant, community));

    public Task<Result<TenantSettings>> SwitchAsync(Operation operation, FeatureSwitch which, bool enabled) =>
        ChangeAsync(operation, tenant => TenantRules.Switch(tenant, which, enabled));

    public Task<Result<TenantSettings>> SetRegistrationAsync(Operation operation, bool open) =>
        ChangeAsync(operation, tenant => TenantRules.SetRegistration(tenant, open));

    public Task<Result<ApiKey>> AddKeyAsync(AddApiKey command) => CommitAsync(
        command.Operation,
        (state, now) => TenantRules.AddKey(state.Settings, command, now),
        (state, _) => state.Settings.Keys.GetValueOrDefault(command.KeyId)!);

    public Task<Result> RevokeKeyAsync(Operation operation, string keyId) =>
        CommitAsync(operation, (state, _) => TenantRules.RevokeKey(state.Settings, keyId));

    /// <summary>The stream is for API silos, which attach to it; no learner reads it.</summary>
    protected override ValueTask<Refusal?> MayWatchAsync(Viewer viewer) => new(TenantRefusals.Unknown);

    protected override byte[] Snapshot(TenantState state, Viewer viewer) => "{}"u8.ToArray();

    protected override LiveEvent? Project(Happened<TenantEvent> happened) =>
        new(happened.Sequence, happened.At, "settings-changed", "{}"u8.ToArray());

    private Task<Result<TenantSettings>> ChangeAsync(Operation operation, Func<TenantSettings, Decision<TenantEvent>> decide) =>
        CommitAsync(operation, (state, _) => decide(state.Settings), static (state, _) => state.Settings);
}
