using Microsoft.Extensions.Logging;

namespace LmsActors.Kernel;

/// <summary>
/// Carries an actor's durable events to other actors, at least once and in order. Before the first event of a busy time is
/// committed the actor enlists in a durable registry, which wakes it after a crash; when nothing has been owed for a while
/// it leaves the registry again. (The transactional outbox pattern; the log itself is the queue.)
/// </summary>
internal sealed class Outbox<TState, TEvent>(
    Log<TState, TEvent> log, ILogger logger, Grain owner, Func<IReadOnlyList<Happened<TEvent>>, Task> deliver, int batchSize)
    where TState : class, IState<TState, TEvent>, new()
{
    private Task _pump = Task.CompletedTask;
    private Task _listing = Task.CompletedTask;
    private TaskCompletionSource _progress = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _isEnlisted;
    private bool _isStopped;

    private IOutboxRegistryGrain Registry => OutboxRegistry.For(owner.GrainContext.ActivationServices, owner.GetGrainId());

    /// <summary>Makes sure that the registry knows this actor; free once it does.</summary>
    public ValueTask EnlistAsync() => _isEnlisted ? default : new(EnlistSlowAsync());

    /// <summary>Starts delivering what is owed, if it is not being done already.</summary>
    public void Start()
    {
        if (_pump.IsCompleted && !_isStopped && (log.Owed > 0 || _isEnlisted))
        {
            _pump = PumpAsync();
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
            await _progress.Task.WaitAsync(left, log.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
    }

    /// <summary>Ends the pump; what is owed is delivered by the next activation, which the registry brings about.</summary>
    /// <param name="mayLeave">Not when the silo stops: the registry may be gone already, and staying on its list costs one wake-up.</param>
    public async Task StopAsync(bool mayLeave)
    {
        _isStopped = true;
        _progress.TrySetResult();
        if (mayLeave && log.Owed == 0 && _isEnlisted)
        {
            await LeaveAsync();
        }
    }

    private async Task EnlistSlowAsync()
    {
        while (!_isEnlisted)
        {
            if (_listing.IsCompleted)
            {
                _listing = Registry.EnlistAsync(owner.GetGrainId().ToString());
            }

            await _listing;
            _isEnlisted = true;
        }
    }

    private async Task PumpAsync()
    {
        var backoff = TimeSpan.FromMilliseconds(50);
        while (!_isStopped)
        {
            if (log.Owed == 0)
            {
                await RestAsync();
                if (log.Owed == 0)
                {
                    return;
                }
            }

            if (await TryDeliverAsync())
            {
                backoff = TimeSpan.FromMilliseconds(50);
                continue;
            }

            await Task.Delay(backoff, log.Time);
            backoff = TimeSpan.FromTicks(Math.Min(backoff.Ticks * 2, log.Options.OutboxMaxBackoff.Ticks));
        }
    }

    private async Task<bool> TryDeliverAsync()
    {
        try
        {
            var events = log.After(log.Delivered, batchSize) ?? throw new InvalidOperationException("Owed events are no longer at hand.");
            await deliver(events);
            log.MarkDelivered(events[^1].Sequence);
            _progress.TrySetResult();
            _progress = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return true;
        }
        catch (Exception e)
        {
            logger.LogWarning(e, "{Actor} could not deliver after event {Sequence}; it will try again.", owner.GetGrainId(), log.Delivered);
            return false;
        }
    }

    /// <summary>Nothing is owed: lingers, and leaves the registry if it stays so.</summary>
    private async Task RestAsync()
    {
        var (sequence, until) = (log.CommittedSequence, log.Now + log.Options.OutboxLinger);
        while (log.Owed == 0 && !_isStopped && log.Now < until)
        {
            await WaitForWorkAsync(until - log.Now);
        }

        if (log.Owed == 0 && sequence == log.CommittedSequence && _isEnlisted && !_isStopped)
        {
            await LeaveAsync();
        }
    }

    private async Task WaitForWorkAsync(TimeSpan atMost)
    {
        var work = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        void Signal(long before, long through) => work.TrySetResult();
        log.Advanced += Signal;
        try
        {
            await work.Task.WaitAsync(atMost, log.Time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }
        finally
        {
            log.Advanced -= Signal;
        }
    }

    private async Task LeaveAsync()
    {
        try
        {
            await log.FlushAsync();
            _isEnlisted = false;
            _listing = Registry.LeaveAsync(owner.GetGrainId().ToString());
            await _listing;
        }
        catch (Exception e)
        {
            // Staying on the list costs one needless wake-up; nothing is lost.
            logger.LogInformation(e, "{Actor} could not leave the outbox registry.", owner.GetGrainId());
        }
    }
}
