using System.Text;
using System.Text.Json;

namespace LmsActors.Chat;

/// <summary>What a room forgets of an erased learner, and what it keeps.</summary>
public sealed class RoomErasureTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
    private static readonly ErasedLearner Gone = new("t", "gone", "Gone Person");
    private static readonly Viewer Other = new("t", "other", "Other", "employees", false, []);
    private static readonly ActorKey Key = new("t", "room");

    [Fact]
    public void Forget_Everything_LeavesPlacesWithoutTextAndAuthor()
    {
        var state = Talk();

        var after = Forget(state);

        Assert.Equal((state.MessageCount, state.Hot.Count), (after.MessageCount, after.Hot.Count));
        Assert.Equal((Person.Erased, "", "", Noon.AddSeconds(100)), (after.Hot[0].Author, after.Hot[0].Text, after.Hot[0].Html, after.Hot[0].DeletedAt));
        Assert.Equal("hi @erased", after.Hot[1].Text);
        Assert.Empty(after.Hot[1].Mentions);
        Assert.Equal(["other"], after.Hot[1].Reactions!["👍"]);
        Assert.Equal("Erased learner, Other", after.Name);
        Assert.DoesNotContain("gone", Encoding.UTF8.GetString(RoomStream.Snapshot(after, "room", true, Other)), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Forget_Again_DecidesNothing() => Assert.Empty(new RoomErasure().Forget(Key, Forget(Talk()), Gone).Events);

    [Fact]
    public void Forget_AMessageDeletedBefore_KeepsWhenThatWas()
    {
        var deleted = After(Talk(), Noon.AddSeconds(50), new MessageDeleted(1, "gone"));

        Assert.Equal((Person.Erased, Noon.AddSeconds(50)), (Forget(deleted).Hot[0].Author, Forget(deleted).Hot[0].DeletedAt));
    }

    [Fact]
    public void Forget_Sealed_DecidesTheSameForASegment()
    {
        var messages = Talk().Hot;

        var changed = messages.ToDictionary(message => message.Sequence);
        foreach (var change in RoomErasure.ForgetSealed(messages, Gone).Events.Cast<MessageChanged>())
        {
            changed[change.Sequence] = StoredMessages.Change(changed[change.Sequence], change, Noon.AddSeconds(100));
        }

        Assert.Equal(Json(Forget(Talk()).Hot), Json(changed.Values.OrderBy(message => message.Sequence)));
    }

    /// <summary>Old snapshot + events = fresh snapshot, applied as docs/live.md says.</summary>
    [Fact]
    public void Forget_SeenLive_IsWhatAFreshSnapshotShows()
    {
        var state = Talk();
        var messages = Shown(state);
        foreach (var happened in new RoomErasure().Forget(Key, state, Gone).Events)
        {
            var seen = RoomStream.Project(new(1, Noon.AddSeconds(100), happened), "room")!;
            var data = JsonSerializer.Deserialize<JsonElement>(seen.Data);
            if (seen.Type == "message-deleted")
            {
                messages[data.GetProperty("id").GetString()!] = ("", data.GetProperty("author").GetProperty("id").GetString()!);
            }
            else if (seen.Type == "message-edited")
            {
                var id = data.GetProperty("id").GetString()!;
                messages[id] = messages[id] with { Text = data.GetProperty("text").GetString()! };
            }
        }

        Assert.Equal(Shown(Forget(state)), messages);
    }

    private static Dictionary<string, (string Text, string Author)> Shown(RoomState state) =>
        state.Hot.Select(message => message.ToView("room")).ToDictionary(message => message.Id, message => (message.Text, message.Author.Id));

    private static string Json(IEnumerable<StoredMessage> messages) => JsonSerializer.Serialize(messages);

    private static RoomState Talk() => After(
        new(),
        Noon,
        new RoomCreated("Gone Person, Other", null, [new("gone", "Gone Person"), new("other", "Other")], null),
        new RoomConfigured("Gone Person, Other", 10),
        new MessagePosted(1, new("gone", "Gone Person"), "secret of gone", "<p>secret of gone</p>", null, null, null),
        new MessagePosted(2, new("other", "Other"), "hi @Gone.Person", "<p>hi @Gone.Person</p>", 1, ["gone"], null),
        new ReactionAdded(2, "👍", "gone"),
        new ReactionAdded(2, "👍", "other"),
        new ReactionAdded(2, "🎉", "gone"));

    private static RoomState Forget(RoomState state) => After(state, Noon.AddSeconds(100), new RoomErasure().Forget(Key, state, Gone).Events);

    private static RoomState After(RoomState state, DateTimeOffset at, params RoomEvent[] events) =>
        events.Aggregate(state, (before, happened) => before.Apply(new(1, at, happened)));
}
