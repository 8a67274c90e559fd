using System.Collections.Concurrent;
using System.Diagnostics;

namespace LmsActors.Bench;

/// <summary>
/// Tells when a message has reached all sockets: messages arrive in one order everywhere, so the n-th has when every socket has counted n.
/// </summary>
internal sealed class Deliveries
{
    /// <summary>More than can be under way.</summary>
    private const int Kept = 1 << 16;

    private readonly int _sockets;
    private readonly int[] _missing = new int[Kept];
    private readonly ConcurrentQueue<long> _posted = new();
    private readonly ConcurrentQueue<double> _milliseconds = new();
    private long _completed;
    private long _count;

    public Deliveries(int sockets)
    {
        _sockets = sockets;
        Array.Fill(_missing, sockets);
    }

    /// <summary>A message has reached everybody.</summary>
    public event Action? Completed;

    /// <summary>How many messages have reached everybody.</summary>
    public long CompletedCount => Interlocked.Read(ref _completed);

    /// <summary>How many single deliveries there were.</summary>
    public long Count => Interlocked.Read(ref _count);

    /// <summary>The time begins to run for one message.</summary>
    public void Posting() => _posted.Enqueue(Stopwatch.GetTimestamp());

    /// <summary>The server has answered: if nobody is connected, that was all.</summary>
    public void Posted()
    {
        if (_sockets == 0)
        {
            Complete();
        }
    }

    /// <summary>A socket that had seen <paramref name="seen"/> messages got <paramref name="count"/> more.</summary>
    public void Arrived(long seen, int count)
    {
        Interlocked.Add(ref _count, count);
        for (var one = seen; one < seen + count; one++)
        {
            ref var missing = ref _missing[one % Kept];
            if (Interlocked.Decrement(ref missing) == 0)
            {
                missing = _sockets;
                Complete();
            }
        }
    }

    /// <summary>The milliseconds that each message took, from its posting to its last delivery, since the last call.</summary>
    public double[] TakeMilliseconds()
    {
        var taken = _milliseconds.ToArray();
        _milliseconds.Clear();
        return taken;
    }

    private void Complete()
    {
        if (_posted.TryDequeue(out var posted))
        {
            _milliseconds.Enqueue(Stopwatch.GetElapsedTime(posted).TotalMilliseconds);
        }

        Interlocked.Increment(ref _completed);
        Completed?.Invoke();
    }
}
