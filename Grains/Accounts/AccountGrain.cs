using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LmsActors.Accounts;

[GrainType("account"), Reentrant]
internal sealed class AccountGrain(Log<AccountState, AccountEvent> log, ILogger<AccountGrain> logger)
    : LiveLogGrain<AccountState, AccountEvent>(log, logger), IAccountGrain
{
    public Task<Result<Account>> OpenAsync(Operation operation, Account account) =>
        CommitAsync(operation, (state, _) => AccountRules.Open(state, account), static (state, _) => state.Account!);

    public Task<Account?> ReadAsync() => Task.FromResult(Log.Committed.Account);

    public Task<Result<Account>> SaveAsync(Account account) =>
        CommitAsync(Operation.None, (state, _) => AccountRules.Save(state, account), static (state, _) => state.Account!);

    public Task<Result> EndSessionAsync(string sessionId, DateTimeOffset until) =>
        CommitAsync(Operation.None, (state, now) => AccountRules.EndSession(state, sessionId, until, now));

    public Task<AccountAccess?> AccessAsync() => Task.FromResult(Log.Committed.ToAccess());

    /// <summary>The stream is for API silos, which attach to it; no learner reads it.</summary>
    protected override ValueTask<Refusal?> MayWatchAsync(Viewer viewer) => new(AccountRefusals.Unknown);

    protected override byte[] Snapshot(AccountState state, Viewer viewer) => "{}"u8.ToArray();

    /// <summary>No client resumes this stream.</summary>
    protected override int TailEvents => 64;

    protected override LiveEvent? Project(Happened<AccountEvent> happened) => happened.Event is FailuresCounted
        ? null
        : new(happened.Sequence, happened.At, "access-changed", "{}"u8.ToArray());
}
