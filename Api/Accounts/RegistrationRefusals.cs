using Microsoft.AspNetCore.Identity;

namespace LmsActors.Accounts;

/// <summary>Every expected "no" at the door.</summary>
internal static class RegistrationRefusals
{
    /// <summary>The same for a name that is taken, reserved or held, so that it tells of no account.</summary>
    public static readonly Refusal NameUnavailable = Refusal.Conflict("account.user-name-unavailable", "This user name cannot be had. Choose another.");

    public static readonly Refusal BadUserName = Refusal.Invalid(
        "account.user-name-invalid", $"A user name has {UserNames.MinLength} to {UserNames.MaxLength} of a-z A-Z 0-9 - . _ @ +.");

    public static readonly Refusal Closed = Refusal.Forbidden("account.registration-closed", "Registration is closed here. Ask for an account.");

    /// <summary>The same for an unknown name, a wrong password, a locked and a shut account.</summary>
    public static readonly Refusal BadCredentials = new(
        RefusalKind.Unauthenticated, "account.credentials-invalid", "User name or password is wrong, or there were too many attempts.");

    public static readonly Refusal BadRefreshToken = new(
        RefusalKind.Unauthenticated, "account.refresh-token-invalid", "The refresh token is not good any more. Sign in again.");

    public static readonly Refusal BadSetupToken = Refusal.NotFound("setup.unknown", "This link is not good, or was used already.");

    public static readonly Refusal NoAccount = Refusal.Conflict("account.none", "You sign in elsewhere: there is no password here.");

    public static readonly Refusal WrongPassword = Refusal.Invalid("account.password-wrong", "The current password is wrong.");

    public static Refusal LongPassword(int most) => Refusal.Invalid("account.password-long", $"A password has at most {most} characters.");

    /// <summary>What Identity says of a password or a name.</summary>
    public static Refusal Of(IdentityResult failed)
    {
        var error = failed.Errors.First();
        return error.Code switch
        {
            "DuplicateUserName" => NameUnavailable,
            "InvalidUserName" => BadUserName,
            _ when error.Code.StartsWith("Password", StringComparison.Ordinal) => Refusal.Invalid("account.password-weak", error.Description),
            _ => Refusal.Conflict("account.changed", "The account was changed by someone else meanwhile. Try again."),
        };
    }
}
