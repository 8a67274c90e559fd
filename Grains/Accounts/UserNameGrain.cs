using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LmsActors.Accounts;

[GenerateSerializer, Immutable, Alias("user-name-state")]
internal sealed record UserNameState : IState<UserNameState, UserNameEvent>
{
    [Id(0)] public string? LearnerId { get; init; }

    [Id(1)] public bool IsConfirmed { get; init; }

    [Id(2)] public DateTimeOffset ReservedAt { get; init; }

    public bool IsFree(DateTimeOffset now) => LearnerId is null || (!IsConfirmed && ReservedAt + UserNames.Hold <= now);

    public UserNameState Apply(Happened<UserNameEvent> happened) => happened.Event switch
    {
        UserNameReserved e => new() { LearnerId = e.LearnerId, ReservedAt = happened.At },
        UserNameConfirmed => this with { IsConfirmed = true },
        UserNameReleased => new(),
        _ => this,
    };
}

[GrainType("user-name"), Reentrant]
internal sealed class UserNameGrain(Log<UserNameState, UserNameEvent> log, ILogger<UserNameGrain> logger)
    : LogGrain<UserNameState, UserNameEvent>(log, logger), IUserNameGrain
{
    public Task<Result> ReserveAsync(string learnerId) =>
        CommitAsync(Operation.None, (state, now) => UserNameRules.Reserve(state, learnerId, now));

    public Task<Result> ConfirmAsync(string learnerId) => CommitAsync(Operation.None, (state, _) => UserNameRules.Confirm(state, learnerId));

    public Task ReleaseAsync(string learnerId) => CommitAsync(Operation.None, (state, _) => UserNameRules.Release(state, learnerId));

    public Task<string?> HolderAsync() => Task.FromResult(Log.Committed is { IsConfirmed: true } state ? state.LearnerId : null);
}
