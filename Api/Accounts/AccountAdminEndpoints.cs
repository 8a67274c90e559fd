using LmsActors.Tenants;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LmsActors.Accounts;

/// <summary>What administrators may do to accounts.</summary>
internal static class AccountAdminEndpoints
{
    public static void MapAccountAdministration(this RouteGroupBuilder api)
    {
        var accounts = api.MapGroup("/admin/accounts").RequireAuthorization(AccountsSetup.Admin).WithTags("Administration");
        accounts.MapGet("/{learnerId}", ReadAsync);
        accounts.MapPut("/{learnerId}", SetAsync);
    }

    /// <summary>How a learner signs in.</summary>
    private static async Task<Results<Ok<AccountResponse>, RefusalHttpResult>> ReadAsync(string learnerId, Admin admin, AccountAdministration accounts) =>
        (await accounts.ReadAsync(admin.Tenant, learnerId)).ToHttp(account => TypedResults.Ok(AccountResponse.Of(account)));

    /// <summary>Shuts an account or opens it again, makes an administrator or takes that back. Sessions of a shut account end at once.</summary>
    private static async Task<Results<Ok<AccountResponse>, RefusalHttpResult>> SetAsync(
        string learnerId, SetAccountRequest request, Admin admin, AccountAdministration accounts) =>
        (await accounts.SetAsync(admin.Tenant, learnerId, request.Disabled, request.IsAdmin))
            .ToHttp(account => TypedResults.Ok(AccountResponse.Of(account)));
}

/// <param name="Disabled">Shut the account; unchanged when absent.</param>
/// <param name="IsAdmin">May administer the tenant; unchanged when absent.</param>
internal sealed record SetAccountRequest(bool? Disabled, bool? IsAdmin);

internal sealed record AccountResponse(string LearnerId, string UserName, bool Disabled, bool IsAdmin, DateTimeOffset? LockedUntil)
{
    public static AccountResponse Of(Account account) => new(account.Id, account.UserName, account.IsDisabled, account.IsAdmin, account.LockoutEnd);
}

/// <summary>Changes to accounts that administrators make.</summary>
internal sealed class AccountAdministration(IGrainFactory grains, ViewerDirectory viewers, TimeProvider time)
{
    private const int Attempts = 3;

    private static readonly Refusal Unknown = Refusal.NotFound("account.unknown", "There is no such account.");

    private static readonly Refusal LastAdmin = Refusal.Conflict("account.first-admin", "The first administrator stays one, and is not shut out.");

    public async Task<Result<Account>> ReadAsync(string tenant, string learnerId) =>
        Ids.IsWellFormed(learnerId) && await Grain(tenant, learnerId).ReadAsync() is { } account ? account : Unknown;

    public async Task<Result<Account>> SetAsync(string tenant, string learnerId, bool? disabled, bool? isAdmin)
    {
        if (learnerId == RegistrationService.FirstAdminId(tenant) && (disabled == true || isAdmin == false))
        {
            return LastAdmin;
        }

        Result<Account> saved = Unknown;
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var read = await ReadAsync(tenant, learnerId);
            if (read.Value is not { } account)
            {
                return read;
            }

            saved = await Grain(tenant, learnerId).SaveAsync(Change(account, disabled, isAdmin));
            viewers.Forget(tenant, learnerId);
            if (saved.Refusal?.Code != "account.changed")
            {
                return saved;
            }
        }

        return saved;
    }

    /// <summary>A shut account also gets another stamp, so that its old sessions do not come back with it.</summary>
    private Account Change(Account account, bool? disabled, bool? isAdmin) => account with
    {
        IsDisabled = disabled ?? account.IsDisabled,
        IsAdmin = isAdmin ?? account.IsAdmin,
        SecurityStamp = disabled == true ? Ids.New(time.GetUtcNow()) : account.SecurityStamp,
    };

    private IAccountGrain Grain(string tenant, string learnerId) => grains.Actor<IAccountGrain>(new ActorKey(tenant, learnerId));
}
