using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Identity;

namespace LmsActors.Accounts;

/// <summary>Registering, signing in and out; for endpoints and for the forms of pages.</summary>
internal sealed class SignInService(
    UserManager<AccountUser> users, AccountScope scope, Tokens tokens, ViewerDirectory viewers, SignInGuard guard)
{
    /// <summary>Signs in with bearer tokens.</summary>
    public async Task<Result<SignedIn>> SignInAsync(string tenant, string userName, string password) =>
        (await CheckAsync(tenant, userName, password)).Map(user => tokens.Issue(Begin(user, Schemes.Bearer)));

    /// <summary>Signs a browser in with a cookie.</summary>
    public async Task<Result<string>> SignInCookieAsync(HttpContext http, string tenant, string userName, string password)
    {
        var user = await CheckAsync(tenant, userName, password);
        if (user.Refusal is { } refusal)
        {
            return refusal;
        }

        await SignInCookieAsync(http, user.Value!);
        return user.Value!.Id;
    }

    /// <summary>Signs a browser in as someone who has just registered.</summary>
    public Task SignInCookieAsync(HttpContext http, AccountUser user) =>
        http.SignInAsync(Schemes.Cookie, Begin(user, Schemes.Cookie), new AuthenticationProperties { IsPersistent = true });

    /// <summary>Continues a session: new tokens for a refresh token, as long as the session is on.</summary>
    public async Task<Result<SignedIn>> RefreshAsync(string refreshToken) =>
        tokens.ReadRefreshToken(refreshToken) is { } user && await viewers.IsGoodAsync(user)
            ? tokens.Issue(user)
            : RegistrationRefusals.BadRefreshToken;

    /// <summary>Ends the session that the request belongs to, cookie and tokens.</summary>
    public async Task SignOutAsync(HttpContext http)
    {
        await guard.EndSessionAsync(http.User);
        await http.SignOutAsync(Schemes.Cookie);
    }

    /// <summary>Another password; ends all sessions.</summary>
    public async Task<Result<AccountUser>> ChangePasswordAsync(Viewer viewer, string current, string wanted)
    {
        scope.Tenant = viewer.Tenant;
        if (await users.FindByIdAsync(viewer.LearnerId) is not { } user)
        {
            return RegistrationRefusals.NoAccount;
        }

        using var turn = await guard.TakeTurnAsync(user.Tenant, user.Account.NormalizedUserName);
        if (await users.IsLockedOutAsync(user) || !await users.CheckPasswordAsync(user, current))
        {
            await users.AccessFailedAsync(user);
            return RegistrationRefusals.WrongPassword;
        }

        var changed = await users.ChangePasswordAsync(user, current, wanted);
        return changed.Succeeded ? user : user.Refusal ?? RegistrationRefusals.Of(changed);
    }

    /// <summary>
    /// Who it is. Attempts at one name take turns, so that parallel guesses cannot outrun the lock-out; and a name that is unknown or
    /// locked costs as much time as a wrong password.
    /// </summary>
    private async Task<Result<AccountUser>> CheckAsync(string tenant, string userName, string password)
    {
        scope.Tenant = tenant;
        using var turn = await guard.TakeTurnAsync(tenant, users.NormalizeName(userName));
        var user = guard.CanExist(tenant, userName) ? await users.FindByNameAsync(userName) : null;
        if (user is null || user.Account.IsDisabled || user.Account.PasswordHash is null || await users.IsLockedOutAsync(user))
        {
            guard.SpendTime(password);
            return RegistrationRefusals.BadCredentials;
        }

        if (!await users.CheckPasswordAsync(user, password))
        {
            await users.AccessFailedAsync(user);
            return RegistrationRefusals.BadCredentials;
        }

        if (user.Account.AccessFailedCount > 0)
        {
            await users.ResetAccessFailedCountAsync(user);
        }

        return user;
    }

    private ClaimsPrincipal Begin(AccountUser user, string scheme) =>
        Identities.OfAccount(user.Tenant, user.Account, guard.NewSessionId(), scheme);
}
