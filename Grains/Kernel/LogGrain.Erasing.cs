using Microsoft.Extensions.DependencyInjection;
using Orleans.Journaling;

namespace LmsActors.Kernel;

/// <summary>How an actor forgets a learner: first in its state, by events as ever; then on disk, by a log that begins anew.</summary>
internal abstract partial class LogGrain<TState, TEvent>
{
    /// <summary>For how long what is owed may stay undelivered before the erasure is told to come again.</summary>
    private static readonly TimeSpan DeliveryPatience = TimeSpan.FromSeconds(10);

    /// <inheritdoc />
    public async Task<ErasedLog> EraseAsync(ErasedLearner learner)
    {
        await OnErasingAsync(learner);
        var erasure = GrainContext.ActivationServices.GetService<IErasure<TState, TEvent>>();
        if (!await ForgetAsync(erasure, learner))
        {
            return ErasedLog.Owing;
        }

        OnErased(learner);
        if (learner.IsOwn(Key) || erasure?.IsOf(Log.State, learner) == true)
        {
            var isEmpty = Log.Sequence == 0;
            await DeleteLogAsync();
            return isEmpty ? ErasedLog.Nothing : ErasedLog.Deleted;
        }

        await RewriteLogAsync(Log.Delivered);
        return ErasedLog.Rewritten;
    }

    /// <summary>Replaces the log by one snapshot, without the events through <paramref name="through"/>, which must be delivered.</summary>
    protected async Task RewriteLogAsync(long through)
    {
        try
        {
            using (GrainContext.ActivationServices.GetRequiredService<RewriteRequests>().Ask(JournalId.FromGrainId(this.GetGrainId()).Value))
            {
                await Log.RewriteAsync(HasOutbox ? through : Log.CommittedSequence);
            }
        }
        catch (Exception e)
        {
            throw Unknown(e);
        }
    }

    /// <summary>Called before the state is looked at: what others have to know first, or must do.</summary>
    protected virtual Task OnErasingAsync(ErasedLearner learner) => Task.CompletedTask;

    /// <summary>Called once the state does not speak of the learner any more: for what the actor keeps beside its state.</summary>
    protected virtual void OnErased(ErasedLearner learner)
    {
    }

    /// <summary>False when what the log holds could not be delivered yet.</summary>
    private async Task<bool> ForgetAsync(IErasure<TState, TEvent>? erasure, ErasedLearner learner)
    {
        var key = Key;
        while (erasure is not null && erasure.Forget(key, Log.State, learner).Events.Length > 0)
        {
            var forgot = await CommitAsync(Operation.None, (state, _) => erasure.Forget(key, state, learner));
            if (!forgot.IsOk || !await IsDeliveredAsync())
            {
                return false;
            }
        }

        return await IsDeliveredAsync();
    }

    private async Task<bool> IsDeliveredAsync()
    {
        var through = Log.CommittedSequence;
        await DeliveredAsync(DeliveryPatience);
        return !HasOutbox || Log.Delivered >= through;
    }

    private async Task DeleteLogAsync()
    {
        try
        {
            if (_outbox is not null)
            {
                await _outbox.CloseAsync();
            }

            await Log.DeleteAsync();
        }
        catch (Exception e)
        {
            throw Unknown(e);
        }

        DeactivateOnIdle();
    }
}
