namespace LmsActors.Faults;

/// <summary>The way between two ends of a network, as it is just now. Whatever goes over a relay goes by one.</summary>
internal sealed class Way
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _cut;

    /// <summary>For how long each thing that is asked is held up.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>
    /// From now on nothing comes through, either way, and nobody is told. What is under way arrives after <see cref="Heal"/>, late, as
    /// what a network sends again does.
    /// </summary>
    public void Cut()
    {
        lock (_gate)
        {
            _cut ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public void Heal()
    {
        lock (_gate)
        {
            _cut?.SetResult();
            _cut = null;
        }
    }

    /// <summary>Waits until the way is open.</summary>
    public async Task OpenAsync()
    {
        while (Volatile.Read(ref _cut) is { } cut)
        {
            await cut.Task;
        }
    }
}
