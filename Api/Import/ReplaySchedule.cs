namespace LmsActors.Import;

/// <summary>When a message is to be played, counted from the start of the replay on the wall clock.</summary>
internal readonly record struct ReplayStep(TimeSpan Offset, GitterRecord Record);

/// <summary>
/// Plays old conversations again, in the order and the rhythm in which they happened, only faster.
/// </summary>
/// <remarks>
/// The offset of a message is the time since the first one divided by <c>speed</c>, computed from the start and not summed
/// up, so that it does not drift. With <c>maxGap</c> a silence that would last longer than that on the wall clock lasts
/// just that, and everything after it comes earlier.
/// </remarks>
internal sealed class ReplaySchedule
{
    public const double SlowestSpeed = 0.001, FastestSpeed = 1e9;

    private readonly double _speed;
    private readonly TimeSpan _maxGap;

    /// <param name="speed">How many times faster than it happened, 0.001 to 10⁹.</param>
    /// <param name="maxGap">The longest wait between two messages on the wall clock; none by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">A speed outside its bounds, or a negative gap.</exception>
    public ReplaySchedule(double speed, TimeSpan? maxGap = null)
    {
        if (!(speed >= SlowestSpeed && speed <= FastestSpeed))
            throw new ArgumentOutOfRangeException(nameof(speed), speed, $"The speed must lie between {SlowestSpeed} and {FastestSpeed}.");
        if (maxGap < TimeSpan.Zero)
            throw new ArgumentOutOfRangeException(nameof(maxGap), maxGap, "A gap cannot be negative.");
        _speed = speed;
        _maxGap = maxGap ?? TimeSpan.MaxValue;
    }

    /// <summary>
    /// All rooms' messages as one stream, oldest first, each message id once; of the same instant, the room that was given
    /// first goes first. The rooms are held; beyond them it needs one entry a room and the ids that have passed.
    /// </summary>
    public static IEnumerable<GitterRecord> Merge(IEnumerable<GitterRoomArchive> rooms)
    {
        var queues = rooms.Select(room => room.Messages().GetEnumerator()).ToList();
        var next = new PriorityQueue<int, (DateTimeOffset, int)>(queues.Count);
        for (var room = 0; room < queues.Count; room++)
            Enqueue(room);
        var seen = new HashSet<string>();
        while (next.TryDequeue(out var room, out _))
        {
            var record = queues[room].Current;
            Enqueue(room);
            if (seen.Add(record.MessageId))
                yield return record;
        }

        void Enqueue(int room)
        {
            if (queues[room].MoveNext())
                next.Enqueue(room, (queues[room].Current.SentAt, room));
        }
    }

    /// <summary>Says when to play each message. One message is in memory at a time; offsets never decrease.</summary>
    /// <param name="messages">Oldest first; one that is older than its predecessor is played at once.</param>
    public IEnumerable<ReplayStep> Plan(IEnumerable<GitterRecord> messages)
    {
        DateTimeOffset? last = null;
        var (played, cuts) = (TimeSpan.Zero, 0L);
        foreach (var record in messages)
        {
            var gap = record.SentAt - (last ?? record.SentAt);
            if (gap > TimeSpan.Zero && gap / _speed > _maxGap)
                cuts++;
            else if (gap > TimeSpan.Zero)
                played += gap;
            if (last is null || record.SentAt > last)
                last = record.SentAt;
            yield return new ReplayStep(cuts == 0 ? played / _speed : (played / _speed) + (_maxGap * cuts), record);
        }
    }
}
