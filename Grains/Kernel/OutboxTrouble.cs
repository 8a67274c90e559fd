using System.Numerics;

namespace LmsActors.Kernel;

/// <summary>
/// What to do about deliveries that fail. What may pass (a silo or the storage is away) is tried for as long as it takes. What fails for
/// a reason of its own is narrowed down to one event, which is tried for a while and then set aside, so that it keeps nobody else waiting.
/// </summary>
internal sealed class OutboxTrouble(LogOptions options, TimeProvider time)
{
    private readonly HashSet<string> _damaged = []; // logs of receivers that have had their time
    private long _first;
    private long _narrowThrough;
    private long? _since;
    private int _attempts;

    /// <summary>Whether the last failure should be told: the first, second, fourth, eighth… of the same event.</summary>
    public bool IsNews => BitOperations.IsPow2(_attempts);

    /// <summary>How many events may go together now.</summary>
    public int Batch(int usual, long delivered) => delivered < _narrowThrough ? 1 : usual;

    /// <summary>Notes that the delivery of these events failed; true if the first of them is never going to be delivered.</summary>
    public bool IsHopeless(Exception failure, long first, long last)
    {
        if (first != _first)
        {
            (_first, _since, _attempts) = (first, null, 0);
        }

        _attempts++;
        var damaged = LogDamagedException.In(failure)?.Log;
        if (damaged is null && MayPass(failure))
        {
            _since = null;
            return false;
        }

        _since ??= time.GetTimestamp();
        _narrowThrough = Math.Max(_narrowThrough, last);
        return first == last && IsOver(damaged);
    }

    /// <summary>Whether it was tried for long enough; all that goes to one damaged log shares the time of its first event.</summary>
    private bool IsOver(string? damaged)
    {
        var isOver = (damaged is not null && _damaged.Contains(damaged)) || time.GetElapsedTime(_since!.Value) >= options.OutboxPatience;
        if (isOver && damaged is not null)
        {
            _damaged.Add(damaged);
        }

        return isOver;
    }

    /// <summary>Silos, connections and storages come back by themselves.</summary>
    private static bool MayPass(Exception failure) => failure is
        OrleansException or OutcomeUnknownException or TimeoutException or OperationCanceledException or ObjectDisposedException or IOException;
}
