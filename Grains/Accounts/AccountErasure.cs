namespace LmsActors.Accounts;

/// <summary>The account ends before its log goes, so that those who watch it hear of it; the user name falls free.</summary>
internal sealed class AccountErasure : IErasure<AccountState, AccountEvent>, IErasure<UserNameState, UserNameEvent>
{
    public Decision<AccountEvent> Forget(ActorKey actor, AccountState state, ErasedLearner learner) =>
        learner.IsOwn(actor) && state.Account is not null ? new AccountErased() : Decision<AccountEvent>.Nothing;

    public Decision<UserNameEvent> Forget(ActorKey actor, UserNameState state, ErasedLearner learner) => Decision<UserNameEvent>.Nothing;

    public bool IsOf(UserNameState state, ErasedLearner learner) => state.LearnerId == learner.LearnerId;
}
