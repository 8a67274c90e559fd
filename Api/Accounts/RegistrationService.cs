using LmsActors.Tenants;
using Microsoft.AspNetCore.Identity;

namespace LmsActors.Accounts;

/// <summary>What someone says who registers.</summary>
/// <param name="UserName">3 to 64 of a-z A-Z 0-9 - . _ @ +, not told apart by case.</param>
/// <param name="Password">As long as the server asks for; at most 128 characters.</param>
/// <param name="Name">As others see it.</param>
internal sealed record Registration(string UserName, string Password, string Name);

/// <summary>Brings learners with accounts into being; for endpoints, forms and the first start.</summary>
internal sealed class RegistrationService(
    UserManager<AccountUser> users, AccountScope scope, TenantDirectory tenants, SignInGuard guard, TimeProvider time)
{
    private const int LongestPassword = 128;

    /// <summary>Registers oneself, where the tenant lets people do that.</summary>
    /// <param name="tenant">The tenant to join.</param>
    /// <param name="registration">The form.</param>
    /// <param name="operation">By what a retry is known.</param>
    public async Task<Result<AccountUser>> RegisterAsync(string tenant, Registration registration, Operation operation)
    {
        if (await tenants.FindAsync(tenant) is not { RegistrationOpen: true } settings)
        {
            return RegistrationRefusals.Closed;
        }

        var learnerId = operation.IsNone ? Ids.New(time.GetUtcNow()) : Ids.Derive("learner", tenant, operation.Id.ToString("N"));
        return await CreateAsync(tenant, registration, new Account { Id = learnerId }, operation, settings.Communities[0].Id);
    }

    /// <summary>Makes the tenant's first administrator, who always bears the same learner's id: there can be only one.</summary>
    public async Task<Result<AccountUser>> CreateFirstAdminAsync(string tenant, Registration registration)
    {
        var settings = await tenants.FindAsync(tenant);
        return settings is null
            ? RegistrationRefusals.Closed
            : await CreateAsync(tenant, registration, new Account { Id = FirstAdminId(tenant), IsAdmin = true }, Operation.None, settings.Communities[0].Id);
    }

    public static string FirstAdminId(string tenant) => Ids.Derive("learner", tenant, "first-admin");

    private async Task<Result<AccountUser>> CreateAsync(
        string tenant, Registration registration, Account account, Operation operation, string community)
    {
        if (!guard.CanExist(tenant, registration.UserName))
        {
            return RegistrationRefusals.BadUserName;
        }

        if (registration.Password.Length > LongestPassword)
        {
            return RegistrationRefusals.LongPassword(LongestPassword);
        }

        scope.Tenant = tenant;
        var user = new AccountUser(tenant, account with { UserName = registration.UserName })
        {
            DisplayName = registration.Name,
            Community = community,
            IsPrivileged = account.IsAdmin,
            Operation = operation,
        };

        // The password is hashed before the name is looked at, so that a name that is taken costs as much as one that is free.
        var created = await users.CreateAsync(user, registration.Password);
        return created.Succeeded ? user : user.Refusal ?? RegistrationRefusals.Of(created);
    }
}
