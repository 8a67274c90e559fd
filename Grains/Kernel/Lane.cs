namespace LmsActors.Kernel;

/// <summary>What became of an item: the answer to the call that carried it, or what that failed with, and its place in the call.</summary>
internal readonly record struct Sent<TAnswer>(Task<TAnswer> Answer, int Index);

/// <summary>
/// Sends what comes from many in few calls: one is under way at a time, and what arrives meanwhile goes with the next, in order. So the
/// busier the senders, the less each costs, and an idle lane adds no delay.
/// </summary>
/// <typeparam name="TItem">What is sent.</typeparam>
/// <typeparam name="TAnswer">The answer to one call, which all get whose items were in it.</typeparam>
/// <param name="send">Makes the call.</param>
/// <param name="mostTogether">How many items a call carries at most.</param>
internal sealed class Lane<TItem, TAnswer>(Func<IReadOnlyList<TItem>, Task<TAnswer>> send, int mostTogether = 4096)
{
    private readonly Lock _lock = new();
    private readonly Queue<Batch> _waiting = new();
    private Batch? _open;
    private bool _isBusy;

    /// <summary>Whether nothing is under way.</summary>
    public bool IsIdle => !Volatile.Read(ref _isBusy);

    /// <summary>The answer to the call that carried the item, or what it failed with.</summary>
    public Task<TAnswer> SendAsync(TItem item) => Send(item).Answer;

    /// <inheritdoc cref="SendAsync"/>
    public Sent<TAnswer> Send(TItem item)
    {
        // An actor's turn must not carry what follows for others; anybody else may.
        var isActor = TaskScheduler.Current != TaskScheduler.Default;
        Sent<TAnswer> sent;
        lock (_lock)
        {
            var isFree = !_isBusy;
            _isBusy = true;
            if (isFree && !isActor)
            {
                return new(LeadAsync(item), 0);
            }

            var batch = Add(item);
            sent = new(batch.Answer.Task, batch.Items.Count - 1);
            if (!isFree)
            {
                return sent;
            }
        }

        _ = RunAsync();
        return sent;
    }

    private Batch Add(TItem item)
    {
        if (_open is null || _open.Items.Count == mostTogether)
        {
            _open = new();
            _waiting.Enqueue(_open);
        }

        _open.Items.Add(item);
        return _open;
    }

    /// <summary>Sends the first item alone, without further ado, and then what has come meanwhile.</summary>
    private async Task<TAnswer> LeadAsync(TItem item)
    {
        try
        {
            return await send([item]).ConfigureAwait(false);
        }
        finally
        {
            _ = RunAsync();
        }
    }

    private async Task RunAsync()
    {
        if (Next() is not { } batch)
        {
            return;
        }

        // Leaves the turn, or the call, of whoever came first: what follows serves all of them.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        for (var next = batch; next is not null; next = Next())
        {
            try
            {
                next.Answer.SetResult(await send(next.Items).ConfigureAwait(false));
            }
            catch (Exception e)
            {
                next.Answer.SetException(e);
            }
        }
    }

    /// <summary>The next batch to send; without one, the lane is free.</summary>
    private Batch? Next()
    {
        lock (_lock)
        {
            if (!_waiting.TryDequeue(out var next))
            {
                _isBusy = false;
                return null;
            }

            _open = ReferenceEquals(next, _open) ? null : _open;
            return next;
        }
    }

    private sealed class Batch
    {
        public List<TItem> Items { get; } = [];

        public TaskCompletionSource<TAnswer> Answer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
