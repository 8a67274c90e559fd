using System.Text.Json.Nodes;

namespace LmsActors.Live;

/// <summary>Ticks name learners, and a block hides those too.</summary>
internal static class LiveTicks
{
    private const string Learners = "learners";

    /// <summary>The frame as this viewer may see it: <paramref name="common"/>, unless it names somebody whom a block hides.</summary>
    public static LiveFrame For(Viewer viewer, LiveFrame common, string stream, string type, byte[] data)
    {
        if (viewer.Hidden.IsEmpty || JsonNode.Parse(data) is not JsonObject tick || tick[Learners] is not JsonArray learners)
        {
            return common;
        }

        var hidden = learners.Where(learner => learner?["id"]?.GetValue<string>() is { } id && !viewer.Sees(id)).ToList();
        if (hidden.Count == 0)
        {
            return common;
        }

        hidden.ForEach(learner => learners.Remove(learner));
        if (tick["count"] is JsonValue count)
        {
            tick["count"] = count.GetValue<int>() - hidden.Count;
        }

        return LiveFrames.Tick(stream, type, LiveJson.Bytes(tick));
    }
}
