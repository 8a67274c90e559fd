using LmsActors.Boards;
using LmsActors.NameDirectory;

namespace LmsActors.Chat;

/// <summary>What a room tells other actors about what happened in it.</summary>
internal sealed class RoomOutbox(IGrainFactory grains, IDirectoryWriter directory, RoomHistory history, ActorKey room)
{
    public async Task DeliverAsync(RoomState state, IReadOnlyList<Happened<RoomEvent>> events)
    {
        await ChangeSegmentsAsync(state, events);
        var through = events[^1].Sequence;
        if (events.Any(happened => happened.Event is RoomCreated or RoomConfigured))
        {
            await AnnounceAsync(state, through);
        }

        if (events.Any(happened => happened.Event is MessagePosted))
        {
            await directory.PutAsync(room.Tenant, DirectoryKinds.Room, new DirectoryCount(room.Id, DirectoryCounters.Messages, state.MessageCount, through));
        }

        if (state.Created is { GroupId: { } groupId })
        {
            await TellAuthorsAsync(groupId, events);
        }
    }

    /// <summary>What learners write in groups counts for them, until it is deleted; what they say in conversations is nobody else's business.</summary>
    private async Task TellAuthorsAsync(string groupId, IReadOnlyList<Happened<RoomEvent>> events)
    {
        var acts = new Dictionary<string, List<StandingAct>>();
        foreach (var happened in events)
        {
            if (happened.Event is MessagePosted posted)
            {
                Add(posted.Author, new(happened.Sequence, +1, posted.SentAt ?? happened.At));
            }
            else if (happened.Event is MessageDeleted deleted && await history.FindAsync(deleted.Sequence) is { } message)
            {
                Add(message.Author, new(happened.Sequence, -1, message.SentAt));
            }
        }

        var through = events[^1].Sequence;
        string[] scopes = [BoardName.Tenant, BoardName.OfGroup(groupId)];
        await Task.WhenAll(acts.Select(author => grains
            .Actor<IStandingKeeper>(new ActorKey(room.Tenant, author.Key))
            .HearAsync([.. scopes.Select(scope => new StandingReport(room.Id, BoardMetrics.Messages, scope, null, through, author.Value))])));

        void Add(Person author, StandingAct act)
        {
            if (author != Person.Erased)
            {
                (acts.TryGetValue(author.Id, out var known) ? known : acts[author.Id] = []).Add(act);
            }
        }
    }

    /// <summary>Group rooms can be found by name; a conversation is noted with each participant.</summary>
    private async Task AnnounceAsync(RoomState state, long through)
    {
        if (state.Created?.Participants is { } people)
        {
            await Task.WhenAll(people.Select(person => grains
                .Actor<IReadingGrain>(new ActorKey(room.Tenant, person.Id))
                .JoinAsync(room.Id)));
        }
        else
        {
            await directory.PutAsync(room.Tenant, DirectoryKinds.Room, new DirectoryName(room.Id, state.Name, null, true, through));
        }
    }

    private async Task ChangeSegmentsAsync(RoomState state, IReadOnlyList<Happened<RoomEvent>> events)
    {
        var changes = events
            .Where(happened => happened.Event is MessageChanged changed && changed.Sequence <= state.SealedThrough)
            .GroupBy(happened => Rooms.Segment(room.Id, ((MessageChanged)happened.Event).Sequence));
        foreach (var segment in changes)
        {
            var ofSegment = segment.Select(happened => new SealedChange(happened.Sequence, happened.At, happened.Event)).ToList();
            await grains.Actor<IRoomSegmentGrain>(new ActorKey(room.Tenant, segment.Key)).ChangeAsync(ofSegment);
        }
    }
}
