namespace LmsActors.Faults;

/// <summary>Makes the learners, friendships, groups and rooms that the load happens in.</summary>
internal static class LoadWorld
{
    public const int Learners = 16;
    private const int OpenRooms = 4;
    private const int Groups = 6;

    public static async Task<World> CreateAsync(LoadApi api)
    {
        var learners = new List<string>();
        for (var i = 0; i < Learners; i++)
        {
            var registered = await api.RequireAsync(
                HttpMethod.Post, "accounts/register", null, new { userName = $"learner{i}", password = $"a long passphrase {i}", name = $"Learner {i}" });
            learners.Add(registered.Text("learnerId"));
        }

        var rooms = new Dictionary<string, IReadOnlyList<string>?>();
        for (var i = 0; i < OpenRooms; i++)
        {
            rooms.Add(await OpenRoomAsync(api, learners, $"Open {i}"), null);
        }

        rooms.Add(await ConversationAsync(api, learners[..4]), learners[..4]);
        var groups = await Task.WhenAll(Enumerable.Range(0, Groups).Select(async i => (await GroupAsync(api, learners[0], $"Group {i}")).Text("id")));
        return new(0, learners, rooms, groups, await BefriendAsync(api, learners));
    }

    private static Task<Reply> GroupAsync(LoadApi api, string owner, string name) =>
        api.RequireAsync(HttpMethod.Post, "groups", owner, new { name, kind = "open" });

    private static async Task<string> OpenRoomAsync(LoadApi api, List<string> learners, string name)
    {
        var group = await GroupAsync(api, learners[0], name);
        foreach (var learner in learners.Skip(1))
        {
            await api.RequireAsync(HttpMethod.Put, $"groups/{group.Text("id")}/members/me", learner);
        }

        return group.Text("roomId");
    }

    private static async Task<string> ConversationAsync(LoadApi api, List<string> learners)
    {
        var room = await api.RequireAsync(HttpMethod.Post, "conversations", learners[0], new { participants = learners.Skip(1), name = "Closed" });
        return room.Text("id");
    }

    /// <summary>Neighbours are friends: 0 with 1, 2 with 3, and so on.</summary>
    private static async Task<Dictionary<string, IReadOnlyList<string>>> BefriendAsync(LoadApi api, List<string> learners)
    {
        var friends = new Dictionary<string, IReadOnlyList<string>>();
        for (var i = 0; i + 1 < learners.Count; i += 2)
        {
            var (one, other) = (learners[i], learners[i + 1]);
            await api.RequireAsync(HttpMethod.Put, $"me/friends/{other}", one);
            await api.RequireAsync(HttpMethod.Put, $"me/friends/{one}", other);
            friends[one] = [other];
            friends[other] = [one];
        }

        return friends;
    }
}
