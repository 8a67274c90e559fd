using System.Text.Json;
using System.Text.Json.Nodes;

namespace LmsActors.Posts;

/// <summary>A watcher of a post as a client is one: a snapshot, changed by events.</summary>
internal sealed class PostClient(byte[] snapshot)
{
    private readonly JsonObject _view = JsonNode.Parse(snapshot)!.AsObject();

    private JsonObject Post => _view["post"]!.AsObject();

    private JsonArray Comments => _view["comments"]!.AsArray();

    public JsonElement Show() => JsonSerializer.SerializeToElement(_view);

    public void Take(IEnumerable<LiveEvent> events)
    {
        foreach (var happened in events)
        {
            Take(happened.Type, JsonNode.Parse(happened.Data)!.AsObject());
        }
    }

    private void Take(string type, JsonObject data)
    {
        switch (type)
        {
            case "post-edited":
                data.ToList().ForEach(field => Post[field.Key] = field.Value!.DeepClone());
                break;
            case "reaction-changed":
                data["reactions"]!.AsObject().ToList().ForEach(pair => React(pair.Key, (int)pair.Value!));
                break;
            case "comment-added":
                Comments.Insert(0, data["comment"]!.DeepClone());
                Post["commentCount"] = data["commentCount"]!.DeepClone();
                break;
            case "comment-edited":
                Comments[IndexOf(data["comment"]!["id"]!)] = data["comment"]!.DeepClone();
                break;
            case "comment-deleted":
                Comments.RemoveAt(IndexOf(data["commentId"]!));
                Post["commentCount"] = data["commentCount"]!.DeepClone();
                break;
        }
    }

    private void React(string emoji, int count)
    {
        Post["reactions"]!.AsObject().Remove(emoji);
        if (count > 0)
        {
            Post["reactions"]![emoji] = count;
        }
    }

    private int IndexOf(JsonNode id) =>
        Comments.ToList().FindIndex(comment => (string)comment!["id"]! == (string)id!);
}
