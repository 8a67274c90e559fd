using System.Collections.Immutable;

namespace LmsActors.Accounts;

[GenerateSerializer, Immutable, Alias("account-state")]
internal sealed record AccountState : IState<AccountState, AccountEvent>
{
    [Id(0)] public Account? Account { get; init; }

    /// <summary>Sessions that ended before their tokens run out, and when those do.</summary>
    [Id(1)] public ImmutableDictionary<string, DateTimeOffset> EndedSessions { get; init; } = ImmutableDictionary<string, DateTimeOffset>.Empty;

    public AccountState Apply(Happened<AccountEvent> happened) => happened.Event switch
    {
        AccountOpened e => this with { Account = e.Account with { Version = happened.Sequence } },
        SessionEnded e => this with { EndedSessions = Current(happened.At).SetItem(e.SessionId, e.Until) },
        AccountErased => new(),
        _ when Account is null => this,
        StampChanged e => this with
        {
            Account = Account with { SecurityStamp = e.Stamp, Version = happened.Sequence },
            EndedSessions = ImmutableDictionary<string, DateTimeOffset>.Empty,
        },
        _ => this with { Account = Apply(Account, happened.Event) with { Version = happened.Sequence } },
    };

    public AccountAccess? ToAccess() =>
        Account is { } a ? new(a.SecurityStamp, a.IsAdmin, a.IsDisabled, [.. EndedSessions.Keys]) : null;

    private static Account Apply(Account account, AccountEvent happened) => happened switch
    {
        PasswordSet e => account with { PasswordHash = e.Hash },
        FailuresCounted e => account with { AccessFailedCount = e.Count, LockoutEnd = e.LockoutEnd },
        AdminSet e => account with { IsAdmin = e.IsAdmin },
        DisabledSet e => account with { IsDisabled = e.IsDisabled },
        _ => account,
    };

    private ImmutableDictionary<string, DateTimeOffset> Current(DateTimeOffset now) =>
        EndedSessions.RemoveRange(EndedSessions.Where(session => session.Value <= now).Select(session => session.Key));
}
