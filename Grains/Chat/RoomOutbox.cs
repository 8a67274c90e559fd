using LmsActors.NameDirectory;

namespace LmsActors.Chat;

/// <summary>What a room tells other actors about what happened in it.</summary>
internal static class RoomOutbox
{
    public static async Task DeliverAsync(IGrainFactory grains, ActorKey room, RoomState state, IReadOnlyList<Happened<RoomEvent>> events)
    {
        await ChangeSegmentsAsync(grains, room, state, events);
        var through = events[^1].Sequence;
        if (events.Any(happened => happened.Event is RoomCreated or RoomConfigured))
        {
            await AnnounceAsync(grains, room, state, through);
        }

        if (events.Any(happened => happened.Event is MessagePosted))
        {
            await Directory(grains, room).PutCountAsync(new(room.Id, DirectoryCounters.Messages, state.MessageCount, through));
        }
    }

    /// <summary>Group rooms can be found by name; a conversation is noted with each participant.</summary>
    private static async Task AnnounceAsync(IGrainFactory grains, ActorKey room, RoomState state, long through)
    {
        if (state.Created?.Participants is { } people)
        {
            await Task.WhenAll(people.Select(person => grains
                .GetGrain<IReadingGrain>(new ActorKey(room.Tenant, person.Id).ToString())
                .JoinAsync(room.Id)));
        }
        else
        {
            await Directory(grains, room).PutNameAsync(new(room.Id, state.Name, null, true, through));
        }
    }

    private static async Task ChangeSegmentsAsync(
        IGrainFactory grains, ActorKey room, RoomState state, IReadOnlyList<Happened<RoomEvent>> events)
    {
        var changes = events
            .Where(happened => happened.Event is MessageChanged changed && changed.Sequence <= state.SealedThrough)
            .GroupBy(happened => Rooms.Segment(room.Id, ((MessageChanged)happened.Event).Sequence));
        foreach (var segment in changes)
        {
            var ofSegment = segment.Select(happened => new SealedChange(happened.Sequence, happened.At, happened.Event)).ToList();
            await grains.GetGrain<IRoomSegmentGrain>(new ActorKey(room.Tenant, segment.Key).ToString()).ChangeAsync(ofSegment);
        }
    }

    private static IDirectoryGrain Directory(IGrainFactory grains, ActorKey room) =>
        grains.GetGrain<IDirectoryGrain>(Directories.Shard(room.Tenant, DirectoryKinds.Room, room.Id));
}
