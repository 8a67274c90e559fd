using System.Text.Json;

namespace LmsActors.Faults;

/// <summary>Reads, through the REST API, what the server says when all is quiet.</summary>
internal static class FinalReader
{
    public static async Task<FinalState> ReadAsync(LoadApi api, World world)
    {
        var rooms = await EachAsync(world.Rooms.Keys, room => MessagesAsync(api, world, room));
        var counts = await EachAsync(world.Rooms.Keys, async room => (await api.RequireAsync(HttpMethod.Get, $"rooms/{room}", Reader(world, room)))
            .Body.GetProperty("messageCount").GetInt64());
        var stats = (await api.RequireAsync(HttpMethod.Get, "admin/stats", null)).Body;
        return new(
            rooms,
            counts,
            await EachAsync(world.Learners, learner => PostsAsync(api, $"learners/{learner}/posts", learner)),
            await EachAsync(world.Learners, learner => PostsAsync(api, "me/feed", learner)),
            await EachAsync(world.Learners, learner => PeopleAsync(api, $"learners/{learner}/following", learner)),
            await EachAsync(world.Learners, learner => PeopleAsync(api, $"learners/{learner}/followers", learner)),
            await EachAsync(world.Groups, group => PeopleAsync(api, $"groups/{group}/members", world.Learners[0])),
            stats.GetProperty("messages").GetInt64(),
            stats.GetProperty("posts").GetInt64(),
            stats.GetProperty("follows").GetInt64());
    }

    private static string Reader(World world, string room) => world.Rooms[room]?[0] ?? world.Learners[0];

    private static async Task<Dictionary<string, T>> EachAsync<T>(IEnumerable<string> keys, Func<string, Task<T>> read)
    {
        var all = await Task.WhenAll(keys.Select(async key => (key, Value: await read(key))));
        return all.ToDictionary(pair => pair.key, pair => pair.Value);
    }

    private static async Task<IReadOnlyList<FinalMessage>> MessagesAsync(LoadApi api, World world, string room)
    {
        var newestFirst = await api.ListAsync($"rooms/{room}/messages", Reader(world, room));
        newestFirst.Reverse();
        return [.. newestFirst.Select(item => new FinalMessage(item.GetProperty("sequence").GetInt64(), Text(item), Author(item)))];
    }

    private static async Task<IReadOnlyList<FinalPost>> PostsAsync(LoadApi api, string path, string learner) =>
        [.. (await api.ListAsync(path, learner)).Select(item => new FinalPost(
            item.GetProperty("id").GetString()!, Text(item), Author(item), item.GetProperty("createdAt").GetDateTimeOffset()))];

    private static async Task<IReadOnlyList<string>> PeopleAsync(LoadApi api, string path, string learner) =>
        [.. (await api.ListAsync(path, learner)).Select(Person)];

    private static string Person(JsonElement item) =>
        (item.TryGetProperty("learner", out var learner) ? learner : item.TryGetProperty("person", out var person) ? person : item)
        .GetProperty("id").GetString()!;

    private static string Text(JsonElement item) => item.GetProperty("text").GetString()!;

    private static string Author(JsonElement item) => item.GetProperty("author").GetProperty("id").GetString()!;
}
