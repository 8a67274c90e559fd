namespace LmsActors.Chat;

/// <summary>How pages speak of rooms.</summary>
internal static class RoomWords
{
    /// <summary>A conversation of two bears the other's name.</summary>
    public static string Title(Room room, Viewer viewer) =>
        room.Participants is { Count: 2 } pair && pair.FirstOrDefault(person => person.Id != viewer.LearnerId) is { Name: { } name } ? name : room.Name;

    /// <summary>Whose picture stands for the room.</summary>
    public static Person Face(Room room, Viewer viewer) =>
        room.Participants is { Count: 2 } pair ? pair.FirstOrDefault(person => person.Id != viewer.LearnerId) : new(room.Id, room.Name);
}
