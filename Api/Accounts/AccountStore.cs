using LmsActors.Profiles;
using Microsoft.AspNetCore.Identity;

namespace LmsActors.Accounts;

/// <summary>ASP.NET Core Identity over actors: a user is an account's log, a user name is an actor of its own, so that it is unique.</summary>
internal sealed class AccountStore(IGrainFactory grains, AccountScope scope, ViewerDirectory viewers)
    : IUserPasswordStore<AccountUser>, IUserSecurityStampStore<AccountUser>, IUserLockoutStore<AccountUser>
{
    /// <summary>Holds the name, makes the learner, opens the account, and gives it the name: in this order, so that a crash leaves nothing that cannot be repeated.</summary>
    public async Task<IdentityResult> CreateAsync(AccountUser user, CancellationToken cancellationToken)
    {
        var refusal = UserNames.IsReserved(user.Account.NormalizedUserName) && !user.IsPrivileged
            ? RegistrationRefusals.NameUnavailable
            : await RegisterAsync(user);
        return Answer(user, refusal);
    }

    public async Task<IdentityResult> UpdateAsync(AccountUser user, CancellationToken cancellationToken)
    {
        var saved = await Account(user.Tenant, user.Id).SaveAsync(user.Account);
        viewers.Forget(user.Tenant, user.Id);
        user.Account = saved.Value ?? user.Account;
        return Answer(user, saved.Refusal);
    }

    public Task<IdentityResult> DeleteAsync(AccountUser user, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Accounts are shut, not deleted: their learner remains.");

    public Task<AccountUser?> FindByIdAsync(string userId, CancellationToken cancellationToken) => FindAsync(userId);

    public async Task<AccountUser?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        await Name(scope.Tenant, normalizedUserName).HolderAsync() is { } learnerId ? await FindAsync(learnerId) : null;

    public Task<string> GetUserIdAsync(AccountUser user, CancellationToken cancellationToken) => Task.FromResult(user.Id);

    public Task<string?> GetUserNameAsync(AccountUser user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.Account.UserName);

    public Task SetUserNameAsync(AccountUser user, string? userName, CancellationToken cancellationToken) =>
        Change(user, user.Account with { UserName = userName ?? "" });

    public Task<string?> GetNormalizedUserNameAsync(AccountUser user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.Account.NormalizedUserName);

    public Task SetNormalizedUserNameAsync(AccountUser user, string? normalizedName, CancellationToken cancellationToken) =>
        Change(user, user.Account with { NormalizedUserName = normalizedName ?? "" });

    public Task SetPasswordHashAsync(AccountUser user, string? passwordHash, CancellationToken cancellationToken) =>
        Change(user, user.Account with { PasswordHash = passwordHash });

    public Task<string?> GetPasswordHashAsync(AccountUser user, CancellationToken cancellationToken) => Task.FromResult(user.Account.PasswordHash);

    public Task<bool> HasPasswordAsync(AccountUser user, CancellationToken cancellationToken) => Task.FromResult(user.Account.PasswordHash is not null);

    public Task SetSecurityStampAsync(AccountUser user, string stamp, CancellationToken cancellationToken) =>
        Change(user, user.Account with { SecurityStamp = stamp });

    public Task<string?> GetSecurityStampAsync(AccountUser user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.Account.SecurityStamp);

    public Task<DateTimeOffset?> GetLockoutEndDateAsync(AccountUser user, CancellationToken cancellationToken) =>
        Task.FromResult(user.Account.LockoutEnd);

    public Task SetLockoutEndDateAsync(AccountUser user, DateTimeOffset? lockoutEnd, CancellationToken cancellationToken) =>
        Change(user, user.Account with { LockoutEnd = lockoutEnd });

    public async Task<int> IncrementAccessFailedCountAsync(AccountUser user, CancellationToken cancellationToken)
    {
        await Change(user, user.Account with { AccessFailedCount = user.Account.AccessFailedCount + 1 });
        return user.Account.AccessFailedCount;
    }

    public Task ResetAccessFailedCountAsync(AccountUser user, CancellationToken cancellationToken) =>
        Change(user, user.Account with { AccessFailedCount = 0 });

    public Task<int> GetAccessFailedCountAsync(AccountUser user, CancellationToken cancellationToken) =>
        Task.FromResult(user.Account.AccessFailedCount);

    public Task<bool> GetLockoutEnabledAsync(AccountUser user, CancellationToken cancellationToken) => Task.FromResult(true);

    public Task SetLockoutEnabledAsync(AccountUser user, bool enabled, CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose()
    {
        // Holds nothing.
    }

    private static Task Change(AccountUser user, Account account)
    {
        user.Account = account;
        return Task.CompletedTask;
    }

    private static IdentityResult Answer(AccountUser user, Refusal? refusal)
    {
        user.Refusal = refusal;
        return refusal is null ? IdentityResult.Success : IdentityResult.Failed(new IdentityError { Code = refusal.Code, Description = refusal.Message });
    }

    private async Task<Refusal?> RegisterAsync(AccountUser user)
    {
        var name = Name(user.Tenant, user.Account.NormalizedUserName);
        if ((await name.ReserveAsync(user.Id)).Refusal is { } taken)
        {
            return taken;
        }

        var profile = grains.Actor<IProfileGrain>(new ActorKey(user.Tenant, user.Id));
        if ((await profile.CreateAsync(new(user.DisplayName, user.Community))).Refusal is { } unfit)
        {
            await name.ReleaseAsync(user.Id);
            return unfit;
        }

        var opened = await Account(user.Tenant, user.Id).OpenAsync(user.Operation, user.Account);
        if (opened.Refusal is { } refusal)
        {
            return refusal;
        }

        user.Account = opened.Value!;
        return (await name.ConfirmAsync(user.Id)).Refusal;
    }

    private async Task<AccountUser?> FindAsync(string learnerId) =>
        await Account(scope.Tenant, learnerId).ReadAsync() is { } account ? new(scope.Tenant, account) : null;

    private IAccountGrain Account(string tenant, string learnerId) =>
        grains.Actor<IAccountGrain>(new ActorKey(tenant, learnerId));

    private IUserNameGrain Name(string tenant, string normalized) =>
        grains.Actor<IUserNameGrain>(new ActorKey(tenant, normalized));
}
