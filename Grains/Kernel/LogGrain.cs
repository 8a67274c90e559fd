using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LmsActors.Kernel;

/// <summary>
/// The shell of an actor: it runs a decision against its log, waits until the outcome is on disk, and answers. Everything that
/// became durable then goes to the outbox and to the live streams. Subclasses are reentrant: a decision never awaits, so callers
/// may interleave and share one commit.
/// </summary>
internal abstract partial class LogGrain<TState, TEvent> : Grain, IOutboxOwner, IAudited, IErasable
    where TState : class, IState<TState, TEvent>, new()
{
    private readonly Outbox<TState, TEvent>? _outbox;

    protected LogGrain(Log<TState, TEvent> log, ILogger logger)
    {
        Log = log;
        Logger = logger;
        log.Hold(TailEvents, untilDelivered: HasOutbox);
        _outbox = HasOutbox ? new(log, logger, this, DeliverAsync, Delivery) : null;
        log.Advanced += OnAdvanced;
    }

    protected Log<TState, TEvent> Log { get; }

    protected ILogger Logger { get; }

    /// <summary>The key of this actor: its tenant and its id.</summary>
    protected ActorKey Key => ActorKey.Parse(this.GetPrimaryKeyString());

    /// <summary>Whether events of this actor go to other actors. Must be constant for the type.</summary>
    protected virtual bool HasOutbox => false;

    /// <summary>How many past events to hold for those who resume. Must be constant for the type.</summary>
    protected virtual int TailEvents => this is ILiveActor ? Log.Options.TailEvents : 0;

    /// <summary>How the outbox delivers. Must be constant for the type.</summary>
    protected virtual Delivery Delivery => new(Batch: 512);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        await base.OnActivateAsync(cancellationToken);
        _outbox?.Start();
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_outbox is not null)
        {
            await _outbox.StopAsync(mayLeave: reason.ReasonCode != DeactivationReasonCode.ShuttingDown);
        }

        await base.OnDeactivateAsync(reason, cancellationToken);
    }

    /// <inheritdoc />
    public Task DrainAsync()
    {
        _outbox?.Wake();
        return Task.CompletedTask;
    }

    /// <inheritdoc />
    public Task<long> OwedAsync() => Task.FromResult(HasOutbox ? Log.Owed : 0);

    /// <inheritdoc />
    public Task<AuditReport> AuditAsync()
    {
        DeactivateOnIdle();
        return Task.FromResult(GrainContext.ActivationServices.GetService<IAudit<TState>>()?.Of(Key, Log.Committed) ?? AuditReport.Nothing);
    }

    /// <summary>
    /// Decides and appends in one turn, waits for the disk, answers. A repeated operation is answered from the state and not
    /// decided again; with other content it is refused.
    /// </summary>
    /// <param name="operation">The caller's name for this intention.</param>
    /// <param name="decide">The rule: pure, given the state and the time.</param>
    /// <param name="answer">The answer from the state after it and the decision's subject.</param>
    /// <exception cref="OutcomeUnknownException">Storage failed: the command may or may not have happened.</exception>
    protected async Task<Result<T>> CommitAsync<T>(
        Operation operation, Func<TState, DateTimeOffset, Decision<TEvent>> decide, Func<TState, long, T> answer)
    {
        if (_outbox is not null)
        {
            await _outbox.EnlistAsync();
        }

        var result = Stage(operation, decide, answer);
        await SettleAsync();
        return result;
    }

    /// <summary>As <c>CommitAsync</c>, for many commands with one write: <paramref name="stage"/> is called for each, in order, within one turn.</summary>
    protected async Task<Result<T>[]> CommitAllAsync<TCommand, T>(IReadOnlyList<TCommand> commands, Func<TCommand, int, Result<T>> stage)
    {
        if (_outbox is not null)
        {
            await _outbox.EnlistAsync();
        }

        var results = new Result<T>[commands.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = stage(commands[i], i);
        }

        await SettleAsync();
        return results;
    }

    /// <summary>Decides and appends. What it answers must be shown to nobody before it is on disk: only within <c>CommitAllAsync</c>.</summary>
    protected Result<T> Stage<T>(
        Operation operation, Func<TState, DateTimeOffset, Decision<TEvent>> decide, Func<TState, long, T> answer)
    {
        if (Log.TryFind(operation, out var known))
        {
            KernelMetrics.AnsweredAgain();
            return known.Operation.Fingerprint == operation.Fingerprint
                ? answer(Log.State, known.Subject)
                : KernelRefusals.OperationReused;
        }

        if (HasOutbox && Log.Owed > Log.Options.OutboxLimit)
        {
            return KernelRefusals.OutboxFull;
        }

        var now = Log.Now;
        var decision = decide(Log.State, now);
        KernelMetrics.Decided(decision.Refusal is null);
        if (decision.Events.Length > 0)
        {
            Append(operation, decision, now);
        }

        // The answer is made now, while State is exactly what this decision led to.
        return decision.Refusal is { } refusal ? refusal : answer(Log.State, decision.Subject);
    }

    /// <summary>As the other <c>CommitAsync</c>, for a command that only answers yes or no.</summary>
    protected async Task<Result> CommitAsync(Operation operation, Func<TState, DateTimeOffset, Decision<TEvent>> decide) =>
        (await CommitAsync(operation, decide, static (_, _) => true)).WithoutValue();

    /// <summary>
    /// Hands durable events over to other actors. At least once and in order: it is called again with the same events after any
    /// failure, so receivers must be idempotent by (this actor, sequence).
    /// </summary>
    protected virtual Task DeliverAsync(IReadOnlyList<Happened<TEvent>> events) => Task.CompletedTask;

    /// <summary>Waits, at most <paramref name="atMost"/>, until all events that are durable by now are delivered; so that a caller reads its own writes.</summary>
    protected Task DeliveredAsync(TimeSpan atMost) => _outbox?.DeliveredAsync(atMost) ?? Task.CompletedTask;

    /// <summary>Called in the grain's turn after events became durable.</summary>
    protected virtual void OnCommitted(long before, long through)
    {
    }

    private async ValueTask SettleAsync()
    {
        try
        {
            var through = Log.Sequence;
            do
            {
                await Log.FlushAsync();
            }
            while (Log.CommittedSequence < through);
        }
        catch (Exception e) when (e is not OutcomeUnknownException)
        {
            throw Unknown(e);
        }
    }

    /// <summary>A journal that has failed takes nothing more: what comes before the actor has gone fares as what failed.</summary>
    private void Append(Operation operation, Decision<TEvent> decision, DateTimeOffset at)
    {
        try
        {
            Log.Append(operation, decision, at);
        }
        catch (Exception e)
        {
            throw Unknown(e);
        }
    }

    private OutcomeUnknownException Unknown(Exception failure)
    {
        Logger.LogWarning(failure, "A write to the log of {Actor} failed; its outcome is unknown.", this.GetGrainId());
        KernelMetrics.OutcomeUnknown();
        DeactivateOnIdle();
        return new($"The log of {this.GetGrainId()} could not be written.");
    }

    private void OnAdvanced(long before, long through)
    {
        KernelMetrics.Committed(through - before);
        _outbox?.Start();
        OnCommitted(before, through);
    }
}

/// <summary>Storage failed while a command was being committed: whether it happened will show when the log is read again.</summary>
[GenerateSerializer, Alias("outcome-unknown")]
public sealed class OutcomeUnknownException(string message) : Exception(message);

/// <summary>Refusals that any actor may give.</summary>
internal static class KernelRefusals
{
    public static readonly Refusal OperationReused = new(
        RefusalKind.Reused, "operation.reused", "This idempotency key was used before, for a request with other content.");

    public static readonly Refusal OutboxFull = new(
        RefusalKind.Unavailable, "actor.busy", "Too much of what happened here waits to be delivered. Try again soon.", TimeSpan.FromSeconds(1));
}
