using System.Collections.Immutable;

namespace LmsActors.Accounts;

/// <summary>
/// How a learner signs in with a password. Key: the learner's id. Its internal stream <see cref="AccountStream"/> tells the API
/// silos when <see cref="AccessAsync"/> changes, so that a lost right is lost at once. Learners without password have no account.
/// </summary>
[Alias("account")]
public interface IAccountGrain : ILiveActor
{
    const string AccountStream = "account";

    /// <summary>Opens the account; a repetition by the same operation is answered with the account as it is.</summary>
    [Alias("open")]
    Task<Result<Account>> OpenAsync(Operation operation, Account account);

    /// <summary>The account; null when there is none.</summary>
    [Alias("read")]
    Task<Account?> ReadAsync();

    /// <summary>Replaces the account, if nobody else has since <paramref name="account"/> was read (its <see cref="Account.Version"/>).</summary>
    [Alias("save")]
    Task<Result<Account>> SaveAsync(Account account);

    /// <summary>Ends one session. Its tokens are good for nothing from now on.</summary>
    [Alias("end-session")]
    Task<Result> EndSessionAsync(string sessionId, DateTimeOffset until);

    /// <summary>What decides whether a token of this account is still good; null when there is no account.</summary>
    [Alias("access")]
    Task<AccountAccess?> AccessAsync();
}

/// <summary>Which learner bears a user name. Key: the name, normalised. Names are never given to another.</summary>
[Alias("user-name")]
public interface IUserNameGrain : IGrainWithStringKey
{
    /// <summary>Holds the name for a learner. Unconfirmed, it falls free again after <see cref="UserNames.Hold"/>.</summary>
    [Alias("reserve")]
    Task<Result> ReserveAsync(string learnerId);

    /// <summary>Gives the name to the learner for good.</summary>
    [Alias("confirm")]
    Task<Result> ConfirmAsync(string learnerId);

    /// <summary>Gives up a hold.</summary>
    [Alias("release")]
    Task ReleaseAsync(string learnerId);

    /// <summary>The learner that bears the name; null if none does.</summary>
    [Alias("holder")]
    Task<string?> HolderAsync();
}

/// <summary>What ASP.NET Core Identity remembers of a user.</summary>
[GenerateSerializer, Immutable, Alias("account-view")]
public sealed record Account
{
    /// <summary>The learner's id.</summary>
    [Id(0)] public string Id { get; init; } = "";

    [Id(1)] public string UserName { get; init; } = "";

    [Id(2)] public string NormalizedUserName { get; init; } = "";

    [Id(3)] public string? PasswordHash { get; init; }

    /// <summary>Changes whenever every session must end.</summary>
    [Id(4)] public string SecurityStamp { get; init; } = "";

    /// <summary>How many wrong passwords in a row.</summary>
    [Id(5)] public int AccessFailedCount { get; init; }

    [Id(6)] public DateTimeOffset? LockoutEnd { get; init; }

    /// <summary>May administer the tenant.</summary>
    [Id(7)] public bool IsAdmin { get; init; }

    /// <summary>Shut out by an administrator.</summary>
    [Id(8)] public bool IsDisabled { get; init; }

    /// <summary>The number of the last event in it.</summary>
    [Id(9)] public long Version { get; init; }
}

/// <summary>What decides whether a token is still good.</summary>
[GenerateSerializer, Immutable, Alias("account-access")]
public sealed record AccountAccess(
    [property: Id(0)] string SecurityStamp,
    [property: Id(1)] bool IsAdmin,
    [property: Id(2)] bool IsDisabled,
    [property: Id(3)] ImmutableHashSet<string> EndedSessions);

/// <summary>Which user names there can be.</summary>
public static class UserNames
{
    public const int MinLength = 3;
    public const int MaxLength = 64;

    /// <summary>How long a name is held for a registration that has not come to its end.</summary>
    public static readonly TimeSpan Hold = TimeSpan.FromMinutes(2);

    private static readonly ImmutableHashSet<string> Reserved =
        ["ADMIN", "ADMINISTRATOR", "ROOT", "SYSTEM", "SUPPORT", "HELP", "MODERATOR", "ALL", "HERE", "EVERYONE", "ME", "NULL", "ANONYMOUS"];

    public static bool IsReserved(string normalized) => Reserved.Contains(normalized);
}
