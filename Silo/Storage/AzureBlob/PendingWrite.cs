using System.Buffers;

namespace LmsActors.Storage.AzureBlob;

internal enum WriteKind
{
    Append,
    Replace,
    Delete,
}

/// <summary>
/// A write that waits for its turn. The caller's buffers are the caller's again when the task has ended: a write that was
/// withdrawn in time is never looked at.
/// </summary>
internal sealed class PendingWrite(WriteKind kind, ReadOnlySequence<byte> value)
    : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
{
    private const int Waiting = 0, Taken = 1, Withdrawn = 2;
    private int _phase;
    private CancellationTokenRegistration _registration;

    public WriteKind Kind => kind;

    public ReadOnlySequence<byte> Value => value;

    /// <summary>Until its turn a write can be withdrawn; afterwards its outcome is awaited.</summary>
    public void WithdrawOn(CancellationToken cancellation) =>
        _registration = cancellation.UnsafeRegister(static (state, token) => ((PendingWrite)state!).Withdraw(token), this);

    public bool TryTake() => Interlocked.CompareExchange(ref _phase, Taken, Waiting) == Waiting;

    public void End(Exception? failure)
    {
        _registration.Unregister();
        if (failure is null)
            TrySetResult();
        else
            TrySetException(failure);
    }

    private void Withdraw(CancellationToken cancellation)
    {
        if (Interlocked.CompareExchange(ref _phase, Withdrawn, Waiting) == Waiting)
            TrySetCanceled(cancellation);
    }
}
