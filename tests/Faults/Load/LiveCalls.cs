using System.Text.Json;

namespace LmsActors.Faults;

/// <summary>Reads the JSON of docs/live.md.</summary>
internal static class LiveCalls
{
    public static (long Epoch, long Sequence) Position(JsonElement call)
    {
        var text = call.GetProperty("position").GetString()!;
        var dash = text.IndexOf('-');
        return (long.Parse(text.AsSpan(0, dash)), long.Parse(text.AsSpan(dash + 1)));
    }

    public static List<Seen> Events(JsonElement call) => call.TryGetProperty("events", out var events) && events.ValueKind == JsonValueKind.Array
        ? [.. events.EnumerateArray().Select(item => new Seen(
            item.GetProperty("sequence").GetInt64(), item.GetProperty("type").GetString()!, ItemOf(item.GetProperty("data"))))]
        : [];

    /// <summary>Oldest first; null when there is none.</summary>
    public static List<Item>? Snapshot(JsonElement start)
    {
        if (!start.TryGetProperty("snapshot", out var snapshot) || snapshot.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        return snapshot.TryGetProperty("messages", out var messages)
            ? [.. messages.EnumerateArray().Select(Read)]
            : [.. snapshot.GetProperty("items").EnumerateArray().Select(Read).Reverse()];
    }

    private static Item ItemOf(JsonElement data) =>
        data.TryGetProperty("message", out var message) ? Read(message)
        : data.TryGetProperty("post", out var post) ? Read(post)
        : new("", data.TryGetProperty("postId", out var id) ? id.GetString()! : "");

    private static Item Read(JsonElement item) => new(
        item.GetProperty("text").GetString()!,
        item.GetProperty("id").GetString()!,
        item.TryGetProperty("sequence", out var number) ? number.GetInt64() : 0);
}
