namespace LmsActors.Kernel;

/// <summary>How much of its past a log keeps at hand.</summary>
internal sealed class LogOptions
{
    /// <summary>How many of the last events clients can resume from; beyond, they get a snapshot.</summary>
    public int TailEvents { get; set; } = 512;

    /// <summary>How many of the last operations are remembered, so that a retry is answered and not repeated.</summary>
    public int Operations { get; set; } = 4096;

    /// <summary>How many events may wait for delivery to other actors before commands are refused (503).</summary>
    public int OutboxLimit { get; set; } = 50_000;

    /// <summary>
    /// For how long an actor with nothing left to deliver stays on the list of those who might: shorter than the pause between two sweeps
    /// of that list, so that one that is well is not woken.
    /// </summary>
    public TimeSpan OutboxLinger { get; set; } = TimeSpan.FromSeconds(8);

    /// <summary>
    /// For how long an event is tried that cannot be delivered for a reason of its own, before it is set aside. What may pass, as a
    /// storage that is away, has no such end.
    /// </summary>
    public TimeSpan OutboxPatience { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The longest pause between two attempts to deliver.</summary>
    public TimeSpan OutboxMaxBackoff { get; set; } = TimeSpan.FromSeconds(5);
}
