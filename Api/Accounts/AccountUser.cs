namespace LmsActors.Accounts;

/// <summary>An account in the hands of ASP.NET Core Identity, which changes it in place before it saves.</summary>
internal sealed class AccountUser(string tenant, Account account)
{
    public string Tenant => tenant;

    public Account Account { get; set; } = account;

    public string Id => Account.Id;

    /// <summary>For a new account: the name that others see.</summary>
    public string DisplayName { get; init; } = "";

    /// <summary>For a new account: the community that the learner joins.</summary>
    public string Community { get; init; } = "";

    /// <summary>For a new account: may bear a reserved name.</summary>
    public bool IsPrivileged { get; init; }

    /// <summary>For a new account: by what a retry is known.</summary>
    public Operation Operation { get; init; }

    /// <summary>Why saving failed, where it is ours to say.</summary>
    public Refusal? Refusal { get; set; }
}

/// <summary>The tenant whose user names are meant while someone signs in or registers: before that there is no identity to take it from.</summary>
internal sealed class AccountScope
{
    public string Tenant { get; set; } = Tenants.Tenancy.Default;
}
