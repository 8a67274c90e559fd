namespace LmsActors.Kernel;

/// <summary>
/// The last events of a log, in order and without gaps: what clients resume from and what the outbox still owes.
/// Grows past <see cref="Keep"/> only for events that are not delivered yet.
/// </summary>
internal sealed class Tail<TEvent>
{
    private Happened<TEvent>[] _ring = [];
    private int _start;

    /// <summary>How many events to hold although they are delivered.</summary>
    public int Keep { get; set; }

    public int Count { get; private set; }

    /// <summary>The number before the oldest event held.</summary>
    public long Before { get; private set; }

    public long Last => Before + Count;

    public void Reset(long before)
    {
        _ring = [];
        _start = 0;
        Count = 0;
        Before = before;
    }

    public void Add(Happened<TEvent> happened, long delivered)
    {
        if (Count == _ring.Length)
        {
            Grow();
        }

        _ring[(_start + Count) & (_ring.Length - 1)] = happened;
        Count++;
        Trim(delivered);
    }

    /// <summary>Lets go of what is beyond the window and delivered.</summary>
    public void Trim(long delivered)
    {
        while (Count > Keep && Before < delivered)
        {
            DropOldest();
        }
    }

    /// <summary>Lets go of all events through this number, also of those within the window.</summary>
    public void Cut(long through)
    {
        while (Count > 0 && Before < through)
        {
            DropOldest();
        }
    }

    /// <summary>Up to <paramref name="most"/> events with numbers in (<paramref name="after"/>, <paramref name="through"/>].</summary>
    public List<Happened<TEvent>> Range(long after, long through, int most = int.MaxValue)
    {
        var first = Math.Max(after, Before) - Before;
        var last = Math.Min(through, Last) - Before;
        var count = (int)Math.Clamp(last - first, 0, most);
        var events = new List<Happened<TEvent>>(count);
        for (var i = 0; i < count; i++)
        {
            events.Add(_ring[(_start + (int)first + i) & (_ring.Length - 1)]);
        }

        return events;
    }

    private void DropOldest()
    {
        _ring[_start] = default;
        _start = (_start + 1) & (_ring.Length - 1);
        Count--;
        Before++;
    }

    private void Grow()
    {
        var larger = new Happened<TEvent>[Math.Max(4, _ring.Length * 2)];
        for (var i = 0; i < Count; i++)
        {
            larger[i] = _ring[(_start + i) & (_ring.Length - 1)];
        }

        _ring = larger;
        _start = 0;
    }
}
