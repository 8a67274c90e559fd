
namespace LmsActors.Storage;

/// <summary>Holds the writer thread in a batch, so that what is written meanwhile surely shares the next one.</summary>
internal sealed class WriterGate
{
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ManualResetEventSlim _open = new();
    private int _commits;

    public WriterGate(SqliteFixture fixture) => fixture.Probe = (step, _) => Pass(step);

    /// <summary>Ends when a batch is held.</summary>
    public Task Held => _held.Task;

    /// <summary>Batches committed since the gate was put up.</summary>
    public int Commits => Volatile.Read(ref _commits);

    public void Open() => _open.Set();

    private void Pass(StorageStep step)
    {
        if (step == StorageStep.Committed)
            Interlocked.Increment(ref _commits);
        if (step != StorageStep.Writing)
            return;
        _held.TrySetResult();
        if (!_open.Wait(TimeSpan.FromMinutes(1)))
            throw new TimeoutException("Nobody opened the gate.");
    }
}
