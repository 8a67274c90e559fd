using Orleans.Storage;

namespace LmsActors.Storage.Sqlite;

/// <summary>
/// A write that waits for its batch. The caller's buffers are read on the writer thread, and are the caller's again
/// when the task has ended: a write that was withdrawn in time is never looked at.
/// </summary>
internal abstract class JournalOperation(string name, JournalFence? fence)
    : TaskCompletionSource<object?>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    private const int Waiting = 0, Taken = 1, Withdrawn = 2;
    private int _phase;
    private CancellationTokenRegistration _registration;
    private object? _result;
    private InconsistentStateException? _refusal;

    public virtual long Bytes => 0;

    protected string Name => name;

    protected JournalFence? Fence => fence;

    /// <summary>Until the writer takes it, a write can be withdrawn; afterwards its outcome is awaited.</summary>
    public void WithdrawOn(CancellationToken cancellation) =>
        _registration = cancellation.UnsafeRegister(static (state, token) => ((JournalOperation)state!).Withdraw(token), this);

    public bool TryTake() => Interlocked.CompareExchange(ref _phase, Taken, Waiting) == Waiting;

    public virtual void Apply(JournalLog log)
    {
        var head = log.Heads.Get(name);
        if (fence is not null && fence.Expected != head.Draft)
        {
            _refusal = new InconsistentStateException(
                $"The journal '{name}' was written by another owner.", $"{head.Draft}", $"{fence.Expected}");
            return;
        }

        _result = Apply(log, head);
        fence?.Draft(head.Draft);
    }

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

    protected abstract object? Apply(JournalLog log, JournalHead head);

    protected virtual void Committed()
    {
    }

    private void Withdraw(CancellationToken cancellation)
    {
        if (Interlocked.CompareExchange(ref _phase, Withdrawn, Waiting) == Waiting)
            TrySetCanceled(cancellation);
    }
}
