namespace LmsActors.Accounts;

/// <summary>Every expected "no" of accounts and user names.</summary>
internal static class AccountRefusals
{
    public static readonly Refusal Unknown = Refusal.NotFound("account.unknown", "There is no such account.");

    public static readonly Refusal Exists = Refusal.Conflict("account.exists", "The learner has an account already.");

    public static readonly Refusal Changed = Refusal.Conflict("account.changed", "The account was changed by someone else meanwhile. Try again.");

    public static readonly Refusal NameUnavailable = Refusal.Conflict("account.user-name-unavailable", "This user name cannot be had. Choose another.");
}
