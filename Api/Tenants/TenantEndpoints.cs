using LmsActors.Accounts;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LmsActors.Tenants;

/// <summary>What administrators set for their tenant.</summary>
internal static class TenantEndpoints
{
    public static void MapTenants(this RouteGroupBuilder api)
    {
        var admin = api.MapGroup("/admin").RequireAuthorization(AccountsSetup.Admin).WithTags("Administration");
        admin.MapGet("/tenant", ReadAsync);
        admin.MapPut("/tenant", RenameAsync);
        admin.MapGet("/switches", SwitchesAsync);
        admin.MapPut("/switches/{feature}", SwitchAsync);
        admin.MapGet("/communities", CommunitiesAsync);
        admin.MapPut("/communities/{communityId}", PutCommunityAsync);
        admin.MapPut("/registration", SetRegistrationAsync);
        admin.MapGet("/api-keys", KeysAsync);
        admin.MapPost("/api-keys", AddKeyAsync);
        admin.MapDelete("/api-keys/{keyId}", RevokeKeyAsync);
    }

    /// <summary>The tenant.</summary>
    private static async Task<TenantResponse> ReadAsync(Admin admin, IGrainFactory grains) =>
        TenantResponse.Of(admin.Tenant, await grains.Tenant(admin.Tenant).SettingsAsync());

    /// <summary>Gives the tenant another name.</summary>
    private static async Task<Results<Ok<TenantResponse>, RefusalHttpResult>> RenameAsync(
        RenameTenantRequest request, Admin admin, IGrainFactory grains, TenantDirectory tenants) =>
        Show(admin, tenants, await grains.Tenant(admin.Tenant).RenameAsync(admin.Operation, request.Name));

    /// <summary>Every feature, whether it is on, and for which communities it is not.</summary>
    private static async Task<PageBody<SwitchResponse>> SwitchesAsync(Admin admin, IGrainFactory grains)
    {
        var settings = await grains.Tenant(admin.Tenant).SettingsAsync();
        return new([.. Features.All.Select(feature => SwitchResponse.Of(feature, settings))], null);
    }

    /// <summary>Switches a feature on or off, for everybody or for one community. Off means: no route, no push, within a second; nothing is deleted.</summary>
    private static async Task<Results<Ok<SwitchResponse>, RefusalHttpResult>> SwitchAsync(
        string feature, SwitchFeatureRequest request, Admin admin, IGrainFactory grains, TenantDirectory tenants)
    {
        var switched = await grains.Tenant(admin.Tenant).SwitchAsync(admin.Operation, new(feature, request.Community), request.Enabled);
        tenants.Forget(admin.Tenant);
        return switched.ToHttp(settings => TypedResults.Ok(SwitchResponse.Of(feature, settings)));
    }

    /// <summary>The communities of the tenant.</summary>
    private static async Task<PageBody<Community>> CommunitiesAsync(Admin admin, IGrainFactory grains) =>
        new((await grains.Tenant(admin.Tenant).SettingsAsync()).Communities, null);

    /// <summary>Adds a community, or renames it.</summary>
    private static async Task<Results<Ok<TenantResponse>, RefusalHttpResult>> PutCommunityAsync(
        string communityId, PutCommunityRequest request, Admin admin, IGrainFactory grains, TenantDirectory tenants) =>
        Show(admin, tenants, await grains.Tenant(admin.Tenant).PutCommunityAsync(admin.Operation, new(communityId, request.Name)));

    /// <summary>Opens or closes registration.</summary>
    private static async Task<Results<Ok<TenantResponse>, RefusalHttpResult>> SetRegistrationAsync(
        SetRegistrationRequest request, Admin admin, IGrainFactory grains, TenantDirectory tenants) =>
        Show(admin, tenants, await grains.Tenant(admin.Tenant).SetRegistrationAsync(admin.Operation, request.Open));

    /// <summary>The API keys, without their secrets.</summary>
    private static async Task<PageBody<ApiKeyResponse>> KeysAsync(Admin admin, IGrainFactory grains)
    {
        var keys = (await grains.Tenant(admin.Tenant).SettingsAsync()).Keys.Values;
        return new([.. keys.OrderBy(key => key.CreatedAt).Select(key => new ApiKeyResponse(key.Id, key.Name, key.CreatedAt, null))], null);
    }

    /// <summary>Makes an API key. Its text is told now and never again.</summary>
    private static async Task<Results<CreatedJson<ApiKeyResponse>, RefusalHttpResult>> AddKeyAsync(
        AddApiKeyRequest request, Admin admin, IGrainFactory grains, TenantDirectory tenants)
    {
        var (text, id, hash) = ApiKeys.New(admin.Tenant);
        var added = await grains.Tenant(admin.Tenant).AddKeyAsync(new(Operation.None, id, request.Name, hash));
        tenants.Forget(admin.Tenant);
        return added.ToHttp(key => CreatedJson.At($"/api/v1/admin/api-keys/{id}", new ApiKeyResponse(id, key.Name, key.CreatedAt, text)));
    }

    /// <summary>Ends an API key's life at once.</summary>
    private static async Task<Results<NoContent, RefusalHttpResult>> RevokeKeyAsync(
        string keyId, Admin admin, IGrainFactory grains, TenantDirectory tenants)
    {
        var revoked = await grains.Tenant(admin.Tenant).RevokeKeyAsync(admin.Operation, keyId);
        tenants.Forget(admin.Tenant);
        return revoked.ToHttp();
    }

    private static Results<Ok<TenantResponse>, RefusalHttpResult> Show(Admin admin, TenantDirectory tenants, Result<TenantSettings> changed)
    {
        tenants.Forget(admin.Tenant);
        return changed.ToHttp(settings => TypedResults.Ok(TenantResponse.Of(admin.Tenant, settings)));
    }
}
