namespace LmsActors.Kernel;

/// <summary>
/// Sends what comes from many in few calls: one is under way at a time, and what arrives meanwhile goes with the next, in order. So the
/// busier the senders, the less each costs, and an idle lane adds no delay.
/// </summary>
/// <typeparam name="TItem">What is sent.</typeparam>
/// <typeparam name="TAnswer">The answer to one call, which all get whose items were in it.</typeparam>
internal sealed class Lane<TItem, TAnswer>(Func<IReadOnlyList<TItem>, Task<TAnswer>> send)
{
    /// <summary>How many items go together at most.</summary>
    private const int MostTogether = 4096;

    private readonly Lock _lock = new();
    private readonly Queue<Batch> _waiting = new();
    private Batch? _open;
    private bool _isRunning;

    /// <summary>The answer to the call that carried the item, or what it failed with.</summary>
    public Task<TAnswer> SendAsync(TItem item)
    {
        Batch batch;
        lock (_lock)
        {
            if (_open is null || _open.Items.Count == MostTogether)
            {
                _open = new();
                _waiting.Enqueue(_open);
            }

            batch = _open;
            batch.Items.Add(item);
            if (_isRunning)
            {
                return batch.Answer.Task;
            }

            _isRunning = true;
        }

        _ = RunAsync();
        return batch.Answer.Task;
    }

    private async Task RunAsync()
    {
        // Leaves the turn of the actor that came first: what follows serves all of them.
        await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        while (Next() is { } batch)
        {
            try
            {
                batch.Answer.SetResult(await send(batch.Items).ConfigureAwait(false));
            }
            catch (Exception e)
            {
                batch.Answer.SetException(e);
            }
        }
    }

    private Batch? Next()
    {
        lock (_lock)
        {
            _isRunning = _waiting.TryDequeue(out var next);
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
