using System.Text.Json.Nodes;
using CsCheck;

namespace LmsActors.Chat;

/// <summary>The decisions of a room.</summary>
public sealed class RoomRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
    private static readonly Viewer Camper = Of("camper");
    private static readonly Viewer Other = Of("other");

    [Fact]
    public void Post_NewRoom_NumbersMessagesFromOneWithoutGaps()
    {
        var state = Enumerable.Range(1, 3).Aggregate(Room(), (room, _) => After(room, Post(room, Camper, "hi")));

        Assert.Equal([1, 2, 3], state.Hot.Select(message => message.Sequence));
        Assert.Equal(3, state.MessageCount);
    }

    [Fact]
    public void Post_ReplyToAMessageThatIsNotThere_IsRefused() =>
        Assert.Equal("message.unknown", RoomRules.Post(Room(), new(Camper, default, "re", "<p>re</p>", 1, []), false, Noon).Refusal?.Code);

    [Fact]
    public void Post_TooSoonInSlowMode_TellsHowLongToWait()
    {
        var slow = After(Room(), new RoomConfigured("r", 30));
        var posted = After(slow, Post(slow, Camper, "one"));

        var again = RoomRules.Post(posted, new(Camper, default, "two", "", null, []), false, Noon.AddSeconds(10));

        Assert.Equal("room.slow-mode", again.Refusal?.Code);
        Assert.Equal(TimeSpan.FromSeconds(20), again.Refusal?.RetryAfter);
        Assert.Null(RoomRules.Post(posted, new(Camper, default, "two", "", null, []), false, Noon.AddSeconds(30)).Refusal);
        Assert.Null(RoomRules.Post(posted, new(Camper, default, "two", "", null, []), isModerator: true, Noon).Refusal);
        Assert.Null(RoomRules.Post(posted, new(Other, default, "two", "", null, []), false, Noon).Refusal);
    }

    [Fact]
    public void Edit_ByAnotherLearner_IsRefused()
    {
        var state = After(Room(), Post(Room(), Camper, "mine"));

        var edit = RoomRules.Edit(state.Find(1), new(Other, default, 1, "yours", "", []));

        Assert.Equal("message.not-yours", edit.Refusal?.Code);
    }

    [Fact]
    public void Edit_AcrossABlock_IsAsIfTheMessageDidNotExist()
    {
        var state = After(Room(), Post(Room(), Camper, "mine"));
        var blocked = Other with { Hidden = ["camper"] };

        Assert.Equal("message.unknown", RoomRules.Edit(state.Find(1), new(blocked, default, 1, "x", "", [])).Refusal?.Code);
        Assert.Equal("message.unknown", RoomRules.React(state.Find(1), new(blocked, default, 1, "👍", true)).Refusal?.Code);
    }

    [Fact]
    public void Delete_ByItsAuthor_ClearsTheTextAndKeepsTheNumber()
    {
        var posted = After(Room(), Post(Room(), Camper, "gone soon"));

        var deleted = After(posted, RoomRules.Delete(posted.Find(1), new(Camper, default, 1), isModerator: false));

        Assert.Equal("", deleted.Find(1)!.Text);
        Assert.NotNull(deleted.Find(1)!.DeletedAt);
        Assert.Equal(1, deleted.MessageCount);
        Assert.Equal("message.deleted", RoomRules.Edit(deleted.Find(1), new(Camper, default, 1, "back", "", [])).Refusal?.Code);
    }

    [Fact]
    public void React_Twice_CountsOnce()
    {
        var posted = After(Room(), Post(Room(), Camper, "like me"));
        var reacted = After(posted, RoomRules.React(posted.Find(1), new(Other, default, 1, "👍", true)));

        var again = RoomRules.React(reacted.Find(1), new(Other, default, 1, "👍", true));

        Assert.Empty(again.Events);
        Assert.Equal(1, reacted.Find(1)!.ToView("r").Reactions.Single().Count);
    }

    /// <summary>A client that folds the events over its snapshot sees what a fresh snapshot shows.</summary>
    [Fact]
    public void Stream_AnyActs_SnapshotAndEventsEqualAFreshSnapshot() => Gen.Select(Gen.Int[0, 4], Gen.Int[1, 12], Gen.Int[0, 1])
        .Array[1, 40]
        .Sample(acts =>
        {
            var state = Room();
            var shown = JsonNode.Parse(RoomStream.Snapshot(state, "r", true, Camper))!["messages"]!.AsArray();
            var sequence = 1L;
            foreach (var (act, target, who) in acts)
            {
                var by = who == 0 ? Camper : Other;
                var decision = act switch
                {
                    0 => RoomRules.Edit(state.Find(target), new(by, default, target, $"edited {sequence}", "<p>e</p>", [])),
                    1 => RoomRules.Delete(state.Find(target), new(by, default, target), isModerator: false),
                    2 => RoomRules.React(state.Find(target), new(by, default, target, "👍", who == 0)),
                    _ => Post(state, by, $"text {sequence}"),
                };
                foreach (var happened in decision.Events.Select(e => new Happened<RoomEvent>(++sequence, Noon, e)))
                {
                    state = state.Apply(happened);
                    Fold(shown, RoomStream.Project(happened, "r"));
                }
            }

            var fresh = JsonNode.Parse(RoomStream.Snapshot(state, "r", true, Camper))!["messages"];
            Assert.Equal(fresh!.ToJsonString(), shown.ToJsonString());
        });

    /// <summary>What docs/live.md tells a client to do.</summary>
    private static void Fold(JsonArray shown, LiveEvent? item)
    {
        if (item is null)
        {
            return;
        }

        var data = JsonNode.Parse(item.Data)!;
        if (item.Type == "message-posted")
        {
            shown.Add(data["message"]!.DeepClone());
            return;
        }

        var message = shown.Single(m => (string)m!["id"]! == (string)data["id"]!)!.AsObject();
        switch (item.Type)
        {
            case "message-edited":
                (message["text"], message["html"], message["mentions"]) = (data["text"]!.DeepClone(), data["html"]!.DeepClone(), data["mentions"]!.DeepClone());
                Insert(message, "editedAt", data["editedAt"]!.DeepClone());
                break;
            case "message-deleted":
                (message["text"], message["html"], message["mentions"], message["reactions"]) = ("", "", new JsonArray(), new JsonArray());
                Insert(message, "deletedAt", data["deletedAt"]!.DeepClone());
                break;
            default:
                React(message["reactions"]!.AsArray(), (string)data["emoji"]!, (string)data["learnerId"]!, item.Type == "reaction-added");
                break;
        }
    }

    private static void React(JsonArray reactions, string emoji, string learner, bool isOn)
    {
        var reaction = reactions.FirstOrDefault(r => (string)r!["emoji"]! == emoji)?.AsObject();
        if (reaction is null)
        {
            reactions.Add(new JsonObject { ["emoji"] = emoji, ["count"] = 1, ["learners"] = new JsonArray(learner) });
            return;
        }

        var learners = reaction["learners"]!.AsArray();
        if (isOn)
        {
            learners.Add(learner);
        }
        else
        {
            learners.Remove(learners.Single(id => (string)id! == learner));
        }

        reaction["count"] = learners.Count;
        if (learners.Count == 0)
        {
            reactions.Remove(reaction);
        }
    }

    /// <summary>Puts a property where the server writes it: the order of properties is part of the comparison.</summary>
    private static void Insert(JsonObject message, string name, JsonNode value)
    {
        message.Remove(name);
        var after = name == "editedAt" ? "sentAt" : message.ContainsKey("editedAt") ? "editedAt" : "sentAt";
        message.Insert(message.IndexOf(after) + 1, name, value);
    }

    private static Viewer Of(string id) => new("t", id, id, "employees", false, []);

    private static RoomState Room() => After(new(), new RoomCreated("r", "g", null, null));

    private static Decision<RoomEvent> Post(RoomState state, Viewer by, string text) =>
        RoomRules.Post(state, new(by, default, text, $"<p>{text}</p>", null, []), false, Noon);

    private static RoomState After(RoomState state, Decision<RoomEvent> decision) =>
        decision.Events.Aggregate(state, After);

    private static RoomState After(RoomState state, RoomEvent happened) => state.Apply(new(1, Noon, happened));
}
