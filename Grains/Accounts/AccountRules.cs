namespace LmsActors.Accounts;

/// <summary>Every decision about an account.</summary>
internal static class AccountRules
{
    /// <summary>How many ended sessions are remembered one by one; beyond, all sessions end.</summary>
    public const int MaxEndedSessions = 64;

    public static Decision<AccountEvent> Open(AccountState state, Account account) =>
        state.Account is null ? new AccountOpened(account) : AccountRefusals.Exists;

    /// <summary>What changed between the account as it is and as it shall be.</summary>
    public static Decision<AccountEvent> Save(AccountState state, Account wanted)
    {
        if (state.Account is not { } known)
        {
            return AccountRefusals.Unknown;
        }

        if (known.Version != wanted.Version)
        {
            return AccountRefusals.Changed;
        }

        return Decision<AccountEvent>.Of([.. Differences(known, wanted)]);
    }

    public static Decision<AccountEvent> EndSession(AccountState state, string sessionId, DateTimeOffset until, DateTimeOffset now) =>
        state.Account is null ? AccountRefusals.Unknown
        : until <= now || state.EndedSessions.ContainsKey(sessionId) ? Decision<AccountEvent>.Nothing
        : state.EndedSessions.Count(session => session.Value > now) >= MaxEndedSessions ? new StampChanged(Ids.New(now))
        : new SessionEnded(sessionId, until);

    private static IEnumerable<AccountEvent> Differences(Account known, Account wanted)
    {
        if (known.PasswordHash != wanted.PasswordHash)
        {
            yield return new PasswordSet(wanted.PasswordHash);
        }

        if (known.SecurityStamp != wanted.SecurityStamp)
        {
            yield return new StampChanged(wanted.SecurityStamp);
        }

        if (known.AccessFailedCount != wanted.AccessFailedCount || known.LockoutEnd != wanted.LockoutEnd)
        {
            yield return new FailuresCounted(wanted.AccessFailedCount, wanted.LockoutEnd);
        }

        if (known.IsAdmin != wanted.IsAdmin)
        {
            yield return new AdminSet(wanted.IsAdmin);
        }

        if (known.IsDisabled != wanted.IsDisabled)
        {
            yield return new DisabledSet(wanted.IsDisabled);
        }
    }
}

/// <summary>Every decision about a user name.</summary>
internal static class UserNameRules
{
    public static Decision<UserNameEvent> Reserve(UserNameState state, string learnerId, DateTimeOffset now) =>
        state.LearnerId == learnerId ? Decision<UserNameEvent>.Nothing
        : state.IsFree(now) ? new UserNameReserved(learnerId)
        : AccountRefusals.NameUnavailable;

    public static Decision<UserNameEvent> Confirm(UserNameState state, string learnerId) =>
        state.LearnerId != learnerId ? AccountRefusals.NameUnavailable
        : state.IsConfirmed ? Decision<UserNameEvent>.Nothing
        : new UserNameConfirmed(learnerId);

    public static Decision<UserNameEvent> Release(UserNameState state, string learnerId) =>
        state.LearnerId == learnerId && !state.IsConfirmed ? new UserNameReleased(learnerId) : Decision<UserNameEvent>.Nothing;
}
