using LmsActors.Groups;
using LmsActors.Profiles;
using LmsActors.Tenants;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LmsActors.Chat;

/// <summary>Conversations between learners, and the list of all rooms that the caller is in.</summary>
internal static class ConversationEndpoints
{
    private const int MaxOthers = 49;
    private static readonly Refusal UnknownLearner = Refusal.NotFound("learner.unknown", "There is no such learner.");
    private static readonly Refusal BadParticipants =
        Refusal.Invalid("room.participants", $"A conversation needs 1 to {MaxOthers} other learners.");

    public static void MapConversations(this RouteGroupBuilder api)
    {
        api.MapPost("/conversations", StartAsync).WithTags("Chat").RequireFeature(Features.Chat);
        api.MapGet("/me/rooms", MineAsync).WithTags("Chat").RequireFeature(Features.Chat);
    }

    /// <summary>Starts a conversation; with one other learner it is always the same room.</summary>
    private static async Task<Results<Created<Room>, RefusalHttpResult>> StartAsync(
        StartConversationRequest request, Caller caller, IGrainFactory grains)
    {
        var viewer = caller.Viewer;
        var others = request.Participants.Distinct().Where(id => id != viewer.LearnerId).ToList();
        if (others.Count is 0 or > MaxOthers)
        {
            return BadParticipants.ToHttp();
        }

        if (request.Name is { } name && (string.IsNullOrWhiteSpace(name) || name.Length > ChatLimits.MaxName))
        {
            return ChatLimits.BadName.ToHttp();
        }

        var people = await Task.WhenAll(others.Select(id => FindAsync(grains, viewer, id)));
        if (people.Any(person => person is null))
        {
            return UnknownLearner.ToHttp();
        }

        var participants = people.Select(person => person!.Value).Prepend(new Person(viewer.LearnerId, viewer.Name)).ToList();
        var id = others.Count == 1 ? Rooms.OfPair(viewer.Tenant, viewer.LearnerId, others[0]) : caller.NewId("room");
        var title = request.Name ?? string.Join(", ", participants.Take(4).Select(person => person.Name));
        var created = await grains.Room(viewer, id).CreateAsync(new(title, Participants: participants));
        return created.ToHttp(room => TypedResults.Created($"/api/v1/rooms/{room.Id}", room));
    }

    /// <summary>The rooms of the caller's groups and conversations, those with unread messages first.</summary>
    private static async Task<Ok<PageBody<MyRoomResponse>>> MineAsync(Caller caller, IGrainFactory grains)
    {
        var viewer = caller.Viewer;
        var markers = await grains.GetGrain<IReadingGrain>(viewer.Key(viewer.LearnerId)).AllAsync();
        var groups = await grains.GetGrain<IMembershipsGrain>(viewer.Key(viewer.LearnerId)).GroupsAsync();
        var ids = markers.Conversations.Concat(groups.Keys.Select(GroupIds.Room)).ToList();
        var rooms = await Task.WhenAll(ids.Select(id => grains.Room(viewer, id).ReadAsync(viewer)));
        var mine = rooms
            .Where(room => room.IsOk)
            .Select(room => ToMine(room.Value!, markers.Read.GetValueOrDefault(room.Value!.Id)))
            .OrderByDescending(room => room.Unread > 0)
            .ThenBy(room => room.Room.Name, StringComparer.OrdinalIgnoreCase)
            .ToList();
        return TypedResults.Ok(new PageBody<MyRoomResponse>(mine, null));
    }

    private static MyRoomResponse ToMine(Room room, long read) => new(room, Math.Max(0, room.MessageCount - read), read);

    private static async Task<Person?> FindAsync(IGrainFactory grains, Viewer viewer, string id) =>
        Ids.IsWellFormed(id) && viewer.Sees(id) && await grains.GetGrain<IProfileGrain>(viewer.Key(id)).IdentityAsync() is { } identity
            ? new Person(id, identity.Name)
            : null;
}
