using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace LmsActors.Accounts;

/// <summary>
/// How a new server gets its administrator: a link with a token that only this server can have made. It is good until the tenant's
/// first administrator exists, also after restarts.
/// </summary>
internal sealed class SetupService(IGrainFactory grains, IDataProtectionProvider protection, RegistrationService registrations)
{
    public const string AdminName = "admin";

    private readonly IDataProtector _protector = protection.CreateProtector("LmsActors.Setup");

    /// <summary>A token for becoming the administrator of <paramref name="tenant"/>; null when it has one.</summary>
    public async Task<string?> NewTokenAsync(string tenant) => await HasAdminAsync(tenant) ? null : _protector.Protect(tenant);

    /// <summary>Whether <paramref name="token"/> still makes an administrator.</summary>
    public async Task<bool> IsGoodAsync(string token) => TenantOf(token) is { } tenant && !await HasAdminAsync(tenant);

    /// <summary>Makes the administrator. The token is used up by it.</summary>
    public async Task<Result<AccountUser>> CreateAdminAsync(string token, Registration registration) =>
        TenantOf(token) is { } tenant && !await HasAdminAsync(tenant)
            ? await registrations.CreateFirstAdminAsync(tenant, registration)
            : RegistrationRefusals.BadSetupToken;

    public async Task<bool> HasAdminAsync(string tenant) =>
        await grains.Actor<IAccountGrain>(new ActorKey(tenant, RegistrationService.FirstAdminId(tenant))).ReadAsync() is not null;

    private string? TenantOf(string token)
    {
        try
        {
            return _protector.Unprotect(token);
        }
        catch (Exception e) when (e is CryptographicException or FormatException)
        {
            return null;
        }
    }
}
