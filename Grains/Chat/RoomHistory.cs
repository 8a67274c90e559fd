namespace LmsActors.Chat;

/// <summary>A room's messages, whether they are still in the room or sealed into segments; and the sealing.</summary>
internal sealed class RoomHistory(Log<RoomState, RoomEvent> log, IGrainFactory grains, ActorKey room)
{
    public async Task<StoredMessage?> FindAsync(long sequence)
    {
        var state = log.Committed;
        if (sequence < 1 || sequence > state.MessageCount)
        {
            return null;
        }

        return state.Find(sequence) ?? (await Segment(sequence).MessagesAsync(sequence, sequence)).SingleOrDefault();
    }

    /// <summary>Up to <paramref name="limit"/> messages below <paramref name="before"/> (0: from the newest), newest first.</summary>
    public async Task<List<StoredMessage>> BeforeAsync(long before, int limit)
    {
        var state = log.Committed;
        var last = before <= 0 ? state.MessageCount : Math.Min(before - 1, state.MessageCount);
        var found = new List<StoredMessage>(limit);
        for (; last > state.SealedThrough && found.Count < limit; last--)
        {
            found.Add(state.Find(last)!);
        }

        while (last >= 1 && found.Count < limit)
        {
            var first = Math.Max((last - 1) / Rooms.SegmentSize * Rooms.SegmentSize + 1, last - (limit - found.Count) + 1);
            var page = await Segment(last).MessagesAsync(first, last);
            found.AddRange(page.Reverse());
            last = first - 1;
        }

        return found;
    }

    /// <summary>
    /// Seals the oldest thousand when at least as many again stay in the room; answers through which message, or null when there
    /// is nothing to seal. The room must then record it, which lets go of them.
    /// </summary>
    public async Task<long?> SealNextAsync()
    {
        var state = log.Committed;
        if (state.MessageCount - state.SealedThrough < 2 * Rooms.SegmentSize)
        {
            return null;
        }

        var through = state.SealedThrough + Rooms.SegmentSize;
        await Segment(through).SealAsync(log.CommittedSequence, state.Hot.GetRange(0, Rooms.SegmentSize));
        return through;
    }

    private IRoomSegmentGrain Segment(long sequence) =>
        grains.Actor<IRoomSegmentGrain>(new ActorKey(room.Tenant, Rooms.Segment(room.Id, sequence)));
}
