using Orleans.Storage;

namespace LmsActors.Storage;

/// <summary>
/// A write that waits for its batch. The caller's buffers are read when the batch is made, and are the caller's again
/// when the task has ended: a write that was withdrawn in time is never looked at.
/// </summary>
internal abstract class JournalWrite(string name, JournalFence? fence)
    : TaskCompletionSource<object?>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    private const int Waiting = 0, Taken = 1, Withdrawn = 2;
    private int _phase;
    private CancellationTokenRegistration _registration;
    private object? _result;
    private InconsistentStateException? _refusal;

    public virtual long Bytes => 0;

    public string Name => name;

    protected JournalFence? Fence => fence;

    /// <summary>Until the writer takes it, a write can be withdrawn; afterwards its outcome is awaited.</summary>
    public void WithdrawOn(CancellationToken cancellation) =>
        _registration = cancellation.UnsafeRegister(static (state, token) => ((JournalWrite)state!).Withdraw(token), this);

    public bool TryTake() => Interlocked.CompareExchange(ref _phase, Taken, Waiting) == Waiting;

    /// <summary>After the commit.</summary>
    public void Complete()
    {
        _registration.Unregister();
        if (_refusal is not null)
        {
            TrySetException(_refusal);
            return;
        }

        fence?.Commit();
        Committed();
        TrySetResult(_result);
    }

    /// <summary>Nothing was acknowledged.</summary>
    public void Fail(Exception failure)
    {
        _registration.Unregister();
        fence?.Abandon();
        TrySetException(failure);
    }

    /// <summary>The batch was rolled back and is made again.</summary>
    public void Reset()
    {
        fence?.Abandon();
        _refusal = null;
    }

    /// <summary>Whether the journal stands where the writer last saw it. If not, the write is refused, and only this one.</summary>
    protected bool Admits(JournalVersion found)
    {
        if (fence is null || fence.Expected == found)
            return true;
        _refusal = new InconsistentStateException($"The journal '{name}' was written by another owner.", $"{found}", $"{fence.Expected}");
        return false;
    }

    /// <summary>What the open batch will have done when it is committed.</summary>
    protected void Draft(JournalVersion version, object? result)
    {
        _result = result;
        fence?.Draft(version);
    }

    protected virtual void Committed()
    {
    }

    private void Withdraw(CancellationToken cancellation)
    {
        if (Interlocked.CompareExchange(ref _phase, Withdrawn, Waiting) == Waiting)
            TrySetCanceled(cancellation);
    }
}
