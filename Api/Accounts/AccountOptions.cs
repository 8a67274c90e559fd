using System.ComponentModel.DataAnnotations;

namespace LmsActors.Accounts;

/// <summary>The section <c>Accounts</c> of the configuration.</summary>
internal sealed class AccountOptions
{
    /// <summary>For how long an access token is good.</summary>
    public TimeSpan AccessTokenLifetime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>For how long a session can be continued with its refresh token, or its cookie.</summary>
    public TimeSpan SessionLifetime { get; set; } = TimeSpan.FromDays(14);

    /// <summary>Rounds of PBKDF2-HMAC-SHA512. OWASP's password storage cheat sheet asks for 210,000.</summary>
    [Range(1_000, 10_000_000)]
    public int PasswordIterations { get; set; } = 210_000;

    /// <summary>How many wrong passwords in a row lock an account.</summary>
    [Range(1, 1_000)]
    public int LockoutAfter { get; set; } = 10;

    /// <summary>For how long it is locked then.</summary>
    public TimeSpan LockoutFor { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The shortest password.</summary>
    [Range(1, 128)]
    public int PasswordLength { get; set; } = 8;
}
