using System.Net.Http.Json;
using System.Text.Json;

namespace LmsActors.Boards;

public sealed class BoardEndpointsTests(ApiHost host)
{
    [Fact]
    public async Task Kudos_AreOnTheBoard_InItsShape()
    {
        await using var alone = await ApiHost.StartAsync();
        var (ann, ben, cleo) = (await alone.RegisterAsync("Ann"), await alone.RegisterAsync("Ben"), await alone.RegisterAsync("Cleo"));
        await ThankAsync(ann, ben);
        await ThankAsync(cleo, ben);
        await ThankAsync(ben, cleo);
        var board = await ann.Client.JsonAsync("/api/v1/leaderboards?scope=tenant&metric=kudos-received&window=day");
        var id = board.Text("id");

        await Eventually.UntilAsync(async () => (await ann.Client.JsonAsync($"/api/v1/leaderboards/{id}?top=1")).GetProperty("total").GetInt32() == 2);

        var page = await ann.Client.JsonAsync($"/api/v1/leaderboards/{id}?top=1");
        Assert.Equal(["id", "scope", "metric", "window", "total", "items"], page.EnumerateObject().Select(property => property.Name));
        Assert.Equal((id, "tenant", "kudos-received", "day"), (page.Text("id"), page.Text("scope"), page.Text("metric"), page.Text("window")));
        var first = page.GetProperty("items").EnumerateArray().Single();
        Assert.Equal((1, ben.Id, "Ben", 2), (first.GetProperty("rank").GetInt32(), first.Text("learnerId"), first.Text("name"), first.GetProperty("value").GetInt32()));

        var around = await cleo.Client.JsonAsync($"/api/v1/leaderboards/{id}/around/me?span=1");
        Assert.Equal([(1, ben.Id), (2, cleo.Id)], around.GetProperty("items").EnumerateArray().Select(item => (item.GetProperty("rank").GetInt32(), item.Text("learnerId"))));
        await (await ann.Client.GetAsync($"/api/v1/leaderboards/{id}/around/me")).ProblemAsync(404, "leaderboard.not-ranked");
        Assert.Empty((await ann.Client.JsonAsync($"/api/v1/leaderboards/{id}/friends")).GetProperty("items").EnumerateArray());
        using var followed = await ann.Client.PutAsync($"/api/v1/me/following/{cleo.Id}", null);
        Assert.Equal([2], (await ann.Client.JsonAsync($"/api/v1/leaderboards/{id}/friends")).GetProperty("items").EnumerateArray().Select(item => item.GetProperty("rank").GetInt32()));
        Assert.Equal(2, (await alone.Machine.JsonAsync($"/api/v1/leaderboards/{id}")).GetProperty("items").GetArrayLength());
        Assert.Contains((await ben.Client.JsonAsync("/api/v1/me/leaderboards")).GetProperty("items").EnumerateArray(), own => own.Text("board") == id);
    }

    [Fact]
    public async Task Appearance_Hidden_IsInNoViewAndNoExport()
    {
        await using var alone = await ApiHost.StartAsync();
        var (ann, ben) = (await alone.RegisterAsync("Ann"), await alone.RegisterAsync("Ben"));
        await ThankAsync(ann, ben);
        const string Board = "/api/v1/leaderboards/kudos-received.all.tenant";
        await Eventually.UntilAsync(async () => (await ann.Client.JsonAsync(Board)).GetProperty("total").GetInt32() == 1);
        Assert.Equal("named", (await ben.Client.JsonAsync("/api/v1/me/leaderboards/appearance")).Text("visibility"));

        using var hidden = await ben.Client.PutAsJsonAsync("/api/v1/me/leaderboards/appearance", new { visibility = "hidden" });
        Assert.Equal(204, (int)hidden.StatusCode);

        await Eventually.UntilAsync(async () => (await ann.Client.JsonAsync(Board)).GetProperty("total").GetInt32() == 0);
        await (await ben.Client.GetAsync($"{Board}/around/me")).ProblemAsync(404, "leaderboard.not-ranked");
        await (await alone.Machine.GetAsync($"{Board}/around/{ben.Id}")).ProblemAsync(404, "leaderboard.not-ranked");
        foreach (var format in new[] { "json", "csv", "ndjson" })
        {
            Assert.DoesNotContain("Ben", await alone.Machine.GetStringAsync($"/api/v1/analytics/leaderboards/kudos-received.all.tenant?format={format}"), StringComparison.Ordinal);
        }

        foreach (var nonsense in new object[] { new { visibility = "invisible" }, new { } })
        {
            await (await ben.Client.PutAsJsonAsync("/api/v1/me/leaderboards/appearance", nonsense)).ProblemAsync(400, "request.malformed");
        }

        Assert.Equal("hidden", (await ben.Client.JsonAsync("/api/v1/me/leaderboards/appearance")).Text("visibility"));
    }

    [Fact]
    public async Task Export_IsForAdministrators_WholeAndSafe()
    {
        await using var alone = await ApiHost.StartAsync();
        const int Count = 2_345;
        var learners = Enumerable.Range(0, Count).Select(i => new { externalId = $"x:{i}", name = i == 0 ? "=HYPERLINK(\"http://evil\")" : $"L, \"{i}\"" }).ToList();
        await PutAsync("learners", new { learners });
        foreach (var some in Enumerable.Range(1, Count - 1).Chunk(1_000))
        {
            await PutAsync("kudos", new { kudos = some.Select(i => new { externalId = $"k:{i}", giver = $"x:{i}", giverName = "someone", receiver = "x:0", reason = "thanks", at = "2015-01-01T00:00:00Z" }) });
        }

        await PutAsync("settle", new { });
        const string Address = "/api/v1/analytics/leaderboards/kudos-given.all.tenant";

        var json = await alone.Machine.JsonAsync(Address);
        Assert.Equal((Count - 1, Count - 1), (json.GetProperty("total").GetInt32(), json.GetProperty("items").GetArrayLength()));
        var lines = (await alone.Machine.GetStringAsync($"{Address}?format=ndjson")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(Count - 1, lines.Select(line => JsonDocument.Parse(line).RootElement.Text("externalId")).Distinct().Count());
        using var ask = new HttpRequestMessage(HttpMethod.Get, Address.Replace("given", "received"));
        ask.Headers.Accept.ParseAdd("text/csv");
        using var csv = await alone.Machine.SendAsync(ask);
        Assert.Equal("text/csv", csv.Content.Headers.ContentType?.MediaType);
        var table = await csv.Content.ReadAsStringAsync();
        Assert.Contains($",x:0,\"'=HYPERLINK(\"\"http://evil\"\")\",{Count - 1}\r\n", table, StringComparison.Ordinal);

        var ann = await alone.RegisterAsync("Ann");
        Assert.Equal(403, (int)(await ann.Client.GetAsync(Address)).StatusCode);
        await (await alone.Machine.GetAsync($"{Address}?format=xls")).ProblemAsync(400, "analytics.format-unknown");
        await (await alone.Machine.GetAsync("/api/v1/analytics/leaderboards/none")).ProblemAsync(404, "leaderboard.not-found");

        async Task PutAsync(string what, object body) => (await alone.Machine.PostAsJsonAsync($"/api/v1/admin/import/{what}", body)).EnsureSuccessStatusCode();
    }

    [Theory]
    [InlineData("?scope=tenant&metric=karma", 404, "leaderboard.not-found")]
    [InlineData("?metric=kudos-received", 404, "leaderboard.not-found")]
    [InlineData("?scope=course:none&metric=course-score", 404, "leaderboard.not-found")]
    [InlineData("/kudos-received.all.tenant?top=0", 400, "leaderboard.range-invalid")]
    [InlineData("/kudos-received.all.tenant?skip=-1", 400, "leaderboard.range-invalid")]
    [InlineData("/kudos-received.all.tenant/around/me?span=101", 400, "leaderboard.range-invalid")]
    [InlineData("/kudos-received.all.tenant:2020-01-01", 404, "leaderboard.not-found")]
    [InlineData("/..%2f..%2fprofile", 404, "leaderboard.not-found")]
    public async Task Nonsense_IsAProblem(string address, int status, string code)
    {
        var ann = await host.RegisterAsync("Ann");
        await (await ann.Client.GetAsync("/api/v1/leaderboards" + address)).ProblemAsync(status, code);
    }

    private static async Task ThankAsync(TestLearner from, TestLearner to) =>
        (await from.Client.PostAsJsonAsync($"/api/v1/learners/{to.Id}/kudos", new { reason = "thanks" })).EnsureSuccessStatusCode();
}
