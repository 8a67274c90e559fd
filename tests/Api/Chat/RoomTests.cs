using System.Net.Http.Json;
using System.Text.Json;

namespace LmsActors.Chat;

/// <summary>Rooms and their messages over HTTP.</summary>
public sealed class RoomTests(ApiHost host)
{
    [Fact]
    public async Task Message_PostedAndListed_HasTheShapeThatIsPromised()
    {
        var (ann, _, room) = await GroupRoomAsync();
        using var answer = await ann.Client.PostAsJsonAsync($"{room}/messages", new { text = "Hello **all**" });
        var posted = await answer.JsonAsync();
        await ann.Client.PostAsJsonAsync($"{room}/messages", new { text = "again", replyTo = posted.Text("id") });

        Assert.Equal(201, (int)answer.StatusCode);
        Assert.Equal($"{room}/messages/{posted.Text("id")}", answer.Headers.Location!.OriginalString);
        Assert.Equal((1, "Hello **all**", "<p>Hello <strong>all</strong></p>"), (posted.GetProperty("sequence").GetInt32(), posted.Text("text"), posted.Text("html").Trim()));
        Assert.Equal((ann.Id, ann.Name), (posted.GetProperty("author").Text("id"), posted.GetProperty("author").Text("name")));
        Assert.True(posted.GetProperty("sentAt").GetDateTimeOffset() > DateTimeOffset.UnixEpoch);
        Assert.Equal(posted.GetRawText(), (await ann.Client.JsonAsync($"{room}/messages/{posted.Text("id")}")).GetRawText());
        Assert.Equal([2, 1], await NumbersAsync(ann, $"{room}/messages"));
        Assert.Equal([1], await NumbersAsync(ann, $"{room}/messages?before=2"));
        await (await ann.Client.GetAsync($"{room}/messages?before=0")).ProblemAsync(400, "paging.invalid");
        Assert.Equal(2, (await ann.Client.JsonAsync(room)).GetProperty("messageCount").GetInt32());
    }

    [Fact]
    public async Task Stream_OfAnOpenRoom_TellsWhoMayPost()
    {
        var (ann, bob, room) = await GroupRoomAsync();
        var stranger = await host.RegisterAsync("Cleo");

        foreach (var (learner, mayPost) in new[] { (ann, true), (bob, true), (stranger, false) })
        {
            var start = await learner.Client.JsonAsync($"{room.Replace("/rooms/", "/streams/room/", StringComparison.Ordinal)}/events");
            Assert.Equal(mayPost, start.GetProperty("snapshot").GetProperty("room").GetProperty("canPost").GetBoolean());
            Assert.Equal(mayPost, (await learner.Client.JsonAsync(room)).GetProperty("canPost").GetBoolean());
        }
    }

    [Fact]
    public async Task Message_Repeated_IsAnsweredOnce_AndWithOtherContentRefused()
    {
        var (ann, bob, room) = await GroupRoomAsync();
        var first = await (await PostAsync(ann, room, "once", "key")).JsonAsync();
        await PostAsync(bob, room, "between");
        var again = await (await PostAsync(ann, room, "once", "key")).JsonAsync();

        Assert.Equal(first.GetRawText(), again.GetRawText());
        await (await PostAsync(ann, room, "other", "key")).ProblemAsync(422, "operation.reused");
        Assert.Equal(3, (await (await PostAsync(bob, room, "once", "key")).JsonAsync()).GetProperty("sequence").GetInt32());
    }

    [Fact]
    public async Task Messages_OfMoreThanASegment_ArePagedFromTheNewestWithoutGap()
    {
        var (ann, _, room) = await GroupRoomAsync();
        await Parallel.ForEachAsync(
            Enumerable.Range(1, 1_250),
            new ParallelOptions { MaxDegreeOfParallelism = 32 },
            async (n, _) => (await PostAsync(ann, room, $"message {n}")).EnsureSuccessStatusCode());

        var (seen, address) = (new List<int>(), (string?)$"{room}/messages?limit=200");
        while (address is not null)
        {
            using var answer = await ann.Client.GetAsync(address);
            seen.AddRange((await answer.JsonAsync()).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("sequence").GetInt32()));
            address = answer.Headers.TryGetValues("Link", out var links) ? links.Single().Split('<', '>')[1] : null;
        }

        Assert.Equal(Enumerable.Range(1, 1_250).Reverse(), seen);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>", "<script")]
    [InlineData("[x](javascript:alert(1))", "javascript:")]
    [InlineData("[x](JaVaScRiPt&#58;alert(1))", "href=\"java")]
    [InlineData("[x](data:text/html,<script>alert(1)</script>)", "href=\"data")]
    [InlineData("[x](vbscript:x)", "href=\"vb")]
    [InlineData("<img src=x onerror=alert(1)>", "<img")]
    [InlineData("![x](https://evil.example/pixel.png)", "<img")]
    [InlineData("[x](https://e.example \"\\\"onmouseover=alert(1)\")", "\"onmouseover")]
    [InlineData("<javascript:alert(1)>", "href=\"java")]
    [InlineData("```\"><script>alert(1)</script>\ncode\n```", "<script")]
    [InlineData("<a href='x' onclick='y'>z</a>", "<a href='x'")]
    [InlineData("| a |\n|-|\n| <svg onload=x> |", "<svg")]
    public async Task Message_WithMarkupThatBites_IsHarmless(string text, string never)
    {
        var (ann, _, room) = await GroupRoomAsync();
        var posted = await (await PostAsync(ann, room, text)).JsonAsync();
        var edited = await (await ann.Client.PatchAsJsonAsync($"{room}/messages/{posted.Text("id")}", new { text = text + " " })).JsonAsync();

        Assert.DoesNotContain(never, posted.Text("html"), StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(never, edited.Text("html"), StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Message_OutOfBounds_IsRefused()
    {
        var (ann, bob, room) = await GroupRoomAsync();
        var id = (await (await PostAsync(ann, room, "fine")).JsonAsync()).Text("id");

        await (await PostAsync(ann, room, new string('x', 10_001))).ProblemAsync(400, "message.text");
        await (await PostAsync(ann, room, " \n ")).ProblemAsync(400, "message.text");
        await (await PostAsync(ann, room, string.Join(' ', Enumerable.Range(0, 51).Select(n => $"@name{n}")))).ProblemAsync(400, "text.too-many-mentions");
        await (await ann.Client.PostAsJsonAsync($"{room}/messages", new { text = "x", replyTo = "nonsense" })).ProblemAsync(404, "message.unknown");
        await (await ann.Client.PutAsync($"{room}/messages/{id}/reactions/{new string('x', 17)}", null)).ProblemAsync(400, "message.emoji");
        await (await bob.Client.PatchAsJsonAsync($"{room}/messages/{id}", new { text = "mine" })).ProblemAsync(403, "message.not-yours");
        await (await bob.Client.DeleteAsync($"{room}/messages/{id}")).ProblemAsync(403, "room.not-a-moderator");
        await (await ann.Client.PatchAsJsonAsync(room, new { name = new string('x', 101) })).ProblemAsync(400, "room.name");
    }

    [Fact]
    public async Task Unread_CountsTheMessagesOfOthers_AndAMarkerNeverGoesBack()
    {
        var (ann, bob, room) = await GroupRoomAsync();
        foreach (var n in Enumerable.Range(1, 3))
        {
            await PostAsync(ann, room, $"message {n}");
        }

        Assert.Equal((3, 0), await MineAsync(bob));
        Assert.Equal((0, 0), await MineAsync(ann));
        Assert.Equal(204, (int)(await ReadAsync(bob, room, 2)).StatusCode);
        Assert.Equal(204, (int)(await ReadAsync(bob, room, 1)).StatusCode);
        Assert.Equal((1, 2), await MineAsync(bob));
        await PostAsync(bob, room, "my own");
        Assert.Equal((1, 2), await MineAsync(bob));
        Assert.Equal((1, 0), await MineAsync(ann));
        await (await ReadAsync(bob, room, 5)).ProblemAsync(400, "room.read-sequence");
        await (await ReadAsync(bob, room, -1)).ProblemAsync(400, "room.read-sequence");
    }

    [Fact]
    public async Task SlowMode_SetByAModerator_HoldsBackMembersOnly()
    {
        var (ann, bob, room) = await GroupRoomAsync();

        await (await bob.Client.PatchAsJsonAsync(room, new { slowModeSeconds = 60 })).ProblemAsync(403, "room.not-a-moderator");
        await (await ann.Client.PatchAsJsonAsync(room, new { slowModeSeconds = 3_601 })).ProblemAsync(400, "room.slow-mode-seconds");
        (await ann.Client.PatchAsJsonAsync(room, new { slowModeSeconds = 60 })).EnsureSuccessStatusCode();

        (await PostAsync(bob, room, "one")).EnsureSuccessStatusCode();
        var refused = await PostAsync(bob, room, "two");
        await refused.ProblemAsync(429, "room.slow-mode");
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 30, 60);
        (await PostAsync(ann, room, "one")).EnsureSuccessStatusCode();
        (await PostAsync(ann, room, "two")).EnsureSuccessStatusCode();
        (await ann.Client.PatchAsJsonAsync(room, new { slowModeSeconds = 0 })).EnsureSuccessStatusCode();
        (await PostAsync(bob, room, "two")).EnsureSuccessStatusCode();
    }

    [Fact]
    public async Task Mention_OfANameWithASpace_IsWrittenWithADot()
    {
        var (ann, _, room) = await GroupRoomAsync();
        var tag = Guid.CreateVersion7().ToString("N");
        var ada = await host.RegisterAsync($"Ada {tag}");
        await Eventually.UntilAsync(async () => (await ann.Client.JsonAsync($"/api/v1/learners?name=Ada%20{tag}")).GetProperty("items").GetArrayLength() == 1);

        var posted = await (await PostAsync(ann, room, $"Ask @Ada.{tag}.")).JsonAsync();

        Assert.Equal([ada.Id], posted.GetProperty("mentions").EnumerateArray().Select(id => id.GetString()));
    }

    [Fact]
    public async Task RenamedGroup_RoomIsFoundByItsNewName()
    {
        var (ann, bob, room) = await GroupRoomAsync();
        var (group, name) = ((await ann.Client.JsonAsync(room)).Text("groupId"), $"Renamed {Guid.CreateVersion7():N}");

        (await ann.Client.PatchAsJsonAsync($"/api/v1/groups/{group}", new { name })).EnsureSuccessStatusCode();

        await Eventually.UntilAsync(async () => (await bob.Client.JsonAsync(room)).Text("name") == name);
        await Eventually.UntilAsync(async () =>
            (await bob.Client.JsonAsync($"/api/v1/rooms?name={Uri.EscapeDataString(name.ToUpperInvariant())}")).GetProperty("items").GetArrayLength() == 1);
    }

    private static async Task<HttpResponseMessage> PostAsync(TestLearner by, string room, string text, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{room}/messages") { Content = JsonContent.Create(new { text }) };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await by.Client.SendAsync(request);
    }

    private static Task<HttpResponseMessage> ReadAsync(TestLearner by, string room, long sequence) => by.Client.PutAsJsonAsync($"{room}/read", new { sequence });

    private static async Task<IEnumerable<int>> NumbersAsync(TestLearner by, string address) =>
        (await by.Client.JsonAsync(address)).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("sequence").GetInt32());

    /// <summary>How many are unread in the only room of the learner, and through which it has read.</summary>
    private static async Task<(int Unread, int Through)> MineAsync(TestLearner learner)
    {
        JsonElement[] rooms = [];
        await Eventually.UntilAsync(async () => (rooms = [.. (await learner.Client.JsonAsync("/api/v1/me/rooms")).GetProperty("items").EnumerateArray()]).Length == 1);
        return (rooms[0].GetProperty("unread").GetInt32(), rooms[0].GetProperty("readThrough").GetInt32());
    }

    /// <summary>Ann owns an open group that Bob is in.</summary>
    private async Task<(TestLearner Ann, TestLearner Bob, string Room)> GroupRoomAsync()
    {
        var (ann, bob) = (await host.RegisterAsync("Ann"), await host.RegisterAsync("Bob"));
        var group = await (await ann.Client.PostAsJsonAsync("/api/v1/groups", new { name = "A group", kind = "open" })).JsonAsync();
        (await bob.Client.PutAsync($"/api/v1/groups/{group.Text("id")}/members/me", null)).EnsureSuccessStatusCode();
        return (ann, bob, $"/api/v1/rooms/{group.Text("roomId")}");
    }
}
