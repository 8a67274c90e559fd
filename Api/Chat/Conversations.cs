using LmsActors.Groups;
using LmsActors.Profiles;

namespace LmsActors.Chat;

/// <summary>Starting conversations and listing one's rooms, for endpoints and pages.</summary>
internal static class Conversations
{
    private const int MaxOthers = 49;
    private static readonly Refusal UnknownLearner = Refusal.NotFound("learner.unknown", "There is no such learner.");
    private static readonly Refusal BadParticipants =
        Refusal.Invalid("room.participants", $"A conversation needs 1 to {MaxOthers} other learners.");

    /// <summary>Starts a conversation; with one other learner it is always the same room.</summary>
    public static async Task<Result<Room>> StartAsync(IGrainFactory grains, Caller caller, IReadOnlyList<string> learnerIds, string? name)
    {
        var viewer = caller.Viewer;
        var others = learnerIds.Distinct().Where(id => id != viewer.LearnerId).ToList();
        if (others.Count is 0 or > MaxOthers)
        {
            return BadParticipants;
        }

        if (name is not null && !ChatLimits.IsName(name))
        {
            return ChatLimits.BadName;
        }

        var people = await Task.WhenAll(others.Select(id => FindAsync(grains, viewer, id)));
        if (people.Any(person => person is null))
        {
            return UnknownLearner;
        }

        var participants = people.Select(person => person!.Value).Prepend(new Person(viewer.LearnerId, viewer.Name)).ToList();
        var id = others.Count == 1 ? Rooms.OfPair(viewer.Tenant, viewer.LearnerId, others[0]) : caller.NewId("room");
        return await grains.Room(viewer, id).CreateAsync(new(name ?? Rooms.Title(participants), Participants: participants));
    }

    /// <summary>The rooms of the viewer's groups and conversations, those with unread messages first.</summary>
    public static async Task<IReadOnlyList<MyRoomResponse>> OfAsync(IGrainFactory grains, Viewer viewer)
    {
        var markers = await grains.Actor<IReadingGrain>(viewer.Key(viewer.LearnerId)).AllAsync();
        var groups = await grains.Actor<IMembershipsGrain>(viewer.Key(viewer.LearnerId)).GroupsAsync();
        var ids = markers.Conversations.Concat(groups.Keys.Select(GroupIds.Room));
        var rooms = await Task.WhenAll(ids.Select(id => grains.Room(viewer, id).GlanceAsync(viewer, markers.Read.GetValueOrDefault(id))));
        return
        [
            .. rooms
                .Where(room => room.IsOk)
                .Select(room => new MyRoomResponse(room.Value!.Room, room.Value.Unread, markers.Read.GetValueOrDefault(room.Value.Room.Id)))
                .OrderByDescending(room => room.Unread > 0)
                .ThenBy(room => room.Room.Name, StringComparer.OrdinalIgnoreCase),
        ];
    }

    private static async Task<Person?> FindAsync(IGrainFactory grains, Viewer viewer, string id) =>
        Ids.IsWellFormed(id) && viewer.Sees(id) && await grains.Actor<IProfileGrain>(viewer.Key(id)).IdentityAsync() is { } identity
            ? new Person(id, identity.Name)
            : null;
}
