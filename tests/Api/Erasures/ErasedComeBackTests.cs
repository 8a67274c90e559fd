using System.Net.Http.Json;

namespace LmsActors.Erasures;

/// <summary>Whoever was erased does not come back by another door.</summary>
public sealed class ErasedComeBackTests(ApiHost host)
{
    private const string Import = "/api/v1/admin/import";
    private static readonly DateTimeOffset Then = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Import_OfAnErasedLearner_PassesOverAllThatIsTheirs()
    {
        var mark = Guid.CreateVersion7().ToString("N");
        var ids = await PutLearnersAsync(mark, expectedNew: 2);
        await PostAsync("rooms", new { externalId = $"room:{mark}", name = "Archive", createdAt = Then, members = new[] { $"a:{mark}", $"b:{mark}" } });
        Assert.Equal(2, await PutMessagesAsync(mark, "1", "2"));
        await EraseAsync(ids[0]);

        Assert.Equal(ids, await PutLearnersAsync(mark, expectedNew: 0));
        var room = await PostAsync("rooms", new { externalId = $"room:{mark}", name = "Archive", createdAt = Then, members = new[] { $"a:{mark}", $"b:{mark}" } });
        Assert.Equal(0, await PutMessagesAsync(mark, "1", "2"));
        Assert.Equal(1, await PutMessagesAsync(mark, "3", "4"));

        var admin = await host.AdminAsync();
        Assert.Equal(404, (int)(await admin.Client.GetAsync($"/api/v1/learners/{ids[0]}")).StatusCode);
        var messages = (await admin.Client.JsonAsync($"/api/v1/rooms/{room.Text("roomId")}/messages")).GetProperty("items").EnumerateArray();
        Assert.Equal(["b", "b", ""], messages.Select(message => message.Text("text")));
        Assert.Equal(1, (await admin.Client.JsonAsync($"/api/v1/groups/{room.Text("groupId")}")).GetProperty("memberCount").GetInt32());
    }

    [Fact]
    public async Task UserName_OfAnErasedLearner_IsFreeForSomebodyElse()
    {
        var ann = await host.RegisterAsync();
        await EraseAsync(ann.Id);

        using var answer = await host.Anonymous.PostAsJsonAsync(
            "/api/v1/accounts/register", new { userName = ann.UserName, password = ApiHost.Password, name = "Another" });

        Assert.NotEqual(ann.Id, (await answer.JsonAsync()).Text("learnerId"));
        await (await ann.Client.GetAsync("/api/v1/me")).ProblemWithStatusAsync(401);
    }

    private async Task<string[]> PutLearnersAsync(string mark, int expectedNew)
    {
        var put = await PostAsync("learners", new { learners = new[] { new { externalId = $"a:{mark}", name = "A" }, new { externalId = $"b:{mark}", name = "B" } } });
        Assert.Equal(expectedNew, put.GetProperty("new").GetInt32());
        return [.. put.GetProperty("ids").EnumerateArray().Select(id => id.GetString()!)];
    }

    private async Task<long> PutMessagesAsync(string mark, string ofA, string ofB) => (await PostAsync("messages", new
    {
        room = $"room:{mark}",
        messages = new[]
        {
            new { externalId = ofA, author = $"a:{mark}", authorName = "A", text = "a", sentAt = Then },
            new { externalId = ofB, author = $"b:{mark}", authorName = "B", text = "b", sentAt = Then },
        },
    })).GetProperty("new").GetInt64();

    private async Task<System.Text.Json.JsonElement> PostAsync(string what, object body) =>
        await (await host.Machine.PostAsJsonAsync($"{Import}/{what}", body)).JsonAsync();

    private async Task EraseAsync(string learnerId)
    {
        var erasure = await (await host.Machine.PostAsJsonAsync("/api/v1/admin/erasures", new { learnerId })).JsonAsync();
        await Eventually.UntilAsync(async () =>
            (await host.Machine.JsonAsync($"/api/v1/admin/erasures/{erasure.Text("id")}")).Text("state") == "complete");
    }
}
