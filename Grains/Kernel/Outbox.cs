using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace LmsActors.Kernel;

/// <summary>How an actor's outbox delivers.</summary>
/// <param name="Batch">How many events go together at most.</param>
/// <param name="Pace">How long to let events gather after a delivery, unless somebody waits for theirs.</param>
internal readonly record struct Delivery(int Batch, TimeSpan Pace = default);

/// <summary>
/// Carries an actor's durable events to other actors, at least once and in order. Before the first event of a busy time is
/// committed the actor enlists in a durable registry, which wakes it after a crash; when nothing has been owed for a while
/// it leaves the registry again. (The transactional outbox pattern; the log itself is the queue.)
/// </summary>
internal sealed class Outbox<TState, TEvent>(
    Log<TState, TEvent> log, ILogger logger, Grain owner, Func<IReadOnlyList<Happened<TEvent>>, Task> deliver, Delivery how)
    where TState : class, IState<TState, TEvent>, new()
{
    private static readonly TimeSpan FirstBackoff = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LeaveLimit = TimeSpan.FromSeconds(2);

    private readonly OutboxTrouble _trouble = new(log.Options, log.Time);
    private readonly OutboxRegistry _registry = owner.GrainContext.ActivationServices.GetRequiredService<PerSilo<OutboxRegistry>>().Value;
    private Task _pump = Task.CompletedTask;
    private Task _lingering = Task.CompletedTask;
    private Task _entering = Task.CompletedTask;
    private TaskCompletionSource? _awaited;
    private TaskCompletionSource? _hurry;
    private bool _isEnlisted;
    private bool _isStopped;

    /// <summary>Makes sure that the registry knows this actor; free once it does.</summary>
    public ValueTask EnlistAsync() => _isEnlisted ? default : new(EnlistSlowAsync());

    /// <summary>Starts delivering what is owed, if it is not being done already.</summary>
    public void Start()
    {
        if (_isStopped)
        {
            return;
        }

        if (_pump.IsCompleted && log.Owed > 0)
        {
            _pump = PumpAsync();
        }
        else if (log.Owed >= how.Batch)
        {
            _hurry?.TrySetResult();
        }

        if (_lingering.IsCompleted && _isEnlisted)
        {
            _lingering = LingerAsync();
        }
    }

    /// <summary>The registry lists this actor and asks it to deliver; it leaves the list again when nothing is owed.</summary>
    public void Wake()
    {
        _isEnlisted = true;
        Start();
    }

    /// <summary>Waits until what is durable by now is delivered, whatever else is owed by then; at most <paramref name="atMost"/>.</summary>
    public async Task DeliveredAsync(TimeSpan atMost)
    {
        var (through, until) = (log.CommittedSequence, log.Now + atMost);
        while (log.Delivered < through && !_isStopped && until - log.Now is { Ticks: > 0 } left)
        {
            _awaited ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
            _hurry?.TrySetResult();
            await WaitAsync(_awaited.Task, left);
        }
    }

    /// <summary>Ends the pump; what is owed is delivered by the next activation, which the registry brings about.</summary>
    /// <param name="mayLeave">Not when the silo stops: the registry may be gone already, and staying on its list costs one wake-up.</param>
    public async Task StopAsync(bool mayLeave)
    {
        _isStopped = true;
        _awaited?.TrySetResult();
        _hurry?.TrySetResult();
        if (mayLeave && log.Owed == 0 && _isEnlisted)
        {
            // The registry may be on its way out itself and wait for this very actor, which it wants to wake.
            await WaitAsync(LeaveAsync(), LeaveLimit);
        }
    }

    /// <summary>The actor goes for good: it owes nothing, and the registry forgets it.</summary>
    public Task CloseAsync()
    {
        _isStopped = true;
        return LeaveAsync();
    }

    private async Task EnlistSlowAsync()
    {
        while (!_isEnlisted)
        {
            if (_entering.IsCompleted)
            {
                _entering = _registry.EnterAsync(owner.GetGrainId(), mayOwe: true);
            }

            await _entering;
            _isEnlisted = true;
        }

        Start();
    }

    private async Task PumpAsync()
    {
        var backoff = FirstBackoff;
        while (!_isStopped && log.Owed > 0)
        {
            if (await TryDeliverAsync())
            {
                backoff = FirstBackoff;
                await GatherAsync();
                continue;
            }

            await Task.Delay(backoff, log.Time);
            backoff = TimeSpan.FromTicks(Math.Min(backoff.Ticks * 2, log.Options.OutboxMaxBackoff.Ticks));
        }
    }

    private async Task<bool> TryDeliverAsync()
    {
        IReadOnlyList<Happened<TEvent>> events = [];
        try
        {
            events = log.After(log.Delivered, _trouble.Batch(how.Batch, log.Delivered)) ?? throw new InvalidOperationException("Owed events are no longer at hand.");
            await deliver(events);
            KernelMetrics.Handed(events.Count, log.Now - events[0].At);
            MarkDelivered(events[^1].Sequence);
            return true;
        }
        catch (Exception e)
        {
            return Failed(e, events);
        }
    }

    /// <summary>Whether to go on all the same: without the first of these events.</summary>
    private bool Failed(Exception failure, IReadOnlyList<Happened<TEvent>> events)
    {
        KernelMetrics.NotHanded();
        if (events.Count > 0 && _trouble.IsHopeless(failure, events[0].Sequence, events[^1].Sequence))
        {
            KernelMetrics.SetAside();
            logger.LogError(
                failure,
                "{Actor} sets its event {Sequence} ({Event}) aside, which could not be delivered: whom it concerns does not know of it. The command 'verify' shows what differs.",
                owner.GetGrainId(), events[0].Sequence, events[0].Event?.GetType().Name);
            MarkDelivered(events[0].Sequence);
            return true;
        }

        if (_trouble.IsNews)
        {
            logger.LogWarning(failure, "{Actor} could not deliver after event {Sequence}; it will try again.", owner.GetGrainId(), log.Delivered);
        }

        return false;
    }

    private void MarkDelivered(long through)
    {
        log.MarkDelivered(through);
        _awaited?.TrySetResult();
        _awaited = null;
    }

    /// <summary>Lets events gather, so that a busy actor delivers many together; cut short when somebody waits or a batch is full.</summary>
    private async Task GatherAsync()
    {
        if (how.Pace > TimeSpan.Zero && _awaited is null && log.Owed < how.Batch && !_isStopped)
        {
            _hurry = new(TaskCreationOptions.RunContinuationsAsynchronously);
            await WaitAsync(_hurry.Task, how.Pace);
            _hurry = null;
        }
    }

    /// <summary>Leaves the registry once nothing has been owed for a while.</summary>
    private async Task LingerAsync()
    {
        while (_isEnlisted && !_isStopped)
        {
            var (sequence, linger) = (log.CommittedSequence, log.Options.OutboxLinger);
            await Task.Delay(linger, log.Time);
            if (log.Owed == 0 && sequence == log.CommittedSequence && _isEnlisted && !_isStopped)
            {
                await LeaveAsync();
            }
        }
    }

    private async Task LeaveAsync()
    {
        try
        {
            await log.FlushAsync();
            _isEnlisted = false;
            _entering = _registry.EnterAsync(owner.GetGrainId(), mayOwe: false);
            await _entering;
        }
        catch (Exception e)
        {
            // Staying on the list costs one needless wake-up; nothing is lost.
            logger.LogInformation(e, "{Actor} could not leave the outbox registry.", owner.GetGrainId());
        }
    }

    private async Task WaitAsync(Task signal, TimeSpan atMost) =>
        await signal.WaitAsync(atMost, log.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
}
