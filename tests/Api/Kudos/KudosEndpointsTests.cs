using System.Net.Http.Json;
using System.Text.Json;

namespace LmsActors.Kudos;

public sealed class KudosEndpointsTests(ApiHost host)
{
    [Fact]
    public async Task Give_IsShownToAll_AndTakenBack()
    {
        var (ann, ben) = (await host.RegisterAsync("Ann"), await host.RegisterAsync("Ben"));

        using var answer = await GiveAsync(ann, ben, "for the explanation of closures", "JavaScript");
        var given = await answer.JsonAsync();

        Assert.Equal(201, (int)answer.StatusCode);
        Assert.Equal((ann.Id, "JavaScript"), (given.GetProperty("from").Text("id"), given.Text("skill")));
        await Eventually.UntilAsync(async () => (await SummaryAsync(ann, ben)).GetProperty("received").GetInt32() == 1);
        var shown = (await ben.Client.JsonAsync(Address(ben))).GetProperty("items").EnumerateArray().Single();
        Assert.Equal((given.Text("id"), "for the explanation of closures"), (shown.Text("id"), shown.Text("reason")));
        var skill = (await SummaryAsync(ben, ben)).GetProperty("skills").EnumerateArray().Single();
        Assert.Equal(("JavaScript", 1), (skill.Text("skill"), skill.GetProperty("count").GetInt32()));
        await Eventually.UntilAsync(async () => (await SummaryAsync(ben, ann)).GetProperty("given").GetInt32() == 1);

        var stranger = await host.RegisterAsync("Cleo");
        await (await stranger.Client.DeleteAsync($"{Address(ben)}/{given.Text("id")}")).ProblemAsync(403, "kudos.not-yours");
        using var taken = await ann.Client.DeleteAsync($"{Address(ben)}/{given.Text("id")}");
        Assert.Equal(204, (int)taken.StatusCode);
        Assert.Equal(0, (await SummaryAsync(ann, ben)).GetProperty("received").GetInt32());
        await (await ann.Client.DeleteAsync($"{Address(ben)}/{given.Text("id")}")).ProblemAsync(404, "kudos.not-found");
    }

    [Fact]
    public async Task Give_WhatOneMayNot_IsAProblem()
    {
        var (ann, ben) = (await host.RegisterAsync("Ann"), await host.RegisterAsync("Ben"));

        await (await GiveAsync(ann, ann, "me")).ProblemAsync(400, "kudos.oneself");
        await (await GiveAsync(ann, ben, "")).ProblemAsync(400, "kudos.reason-invalid");
        await (await GiveAsync(ann, ben, "thanks", new string('s', 61))).ProblemAsync(400, "kudos.skill-invalid");
        await (await ann.Client.PostAsJsonAsync($"/api/v1/learners/{Ids.Derive("nobody")}/kudos", new { reason = "x" })).ProblemAsync(404, "learner.not-found");
        for (var i = 0; i < KudosLimits.ADayForOne; i++)
        {
            (await GiveAsync(ann, ben, "thanks")).EnsureSuccessStatusCode();
        }

        using var tooMany = await GiveAsync(ann, ben, "thanks");
        await tooMany.ProblemAsync(429, "kudos.too-many-for-one");
        Assert.True(tooMany.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        using var blocked = await ben.Client.PutAsync($"/api/v1/me/blocks/{ann.Id}", null);
        await (await GiveAsync(ann, ben, "thanks")).ProblemAsync(404, "learner.not-found");
    }

    [Fact]
    public async Task Import_OverRest_KnowsWhatItHasPut()
    {
        var tag = Guid.CreateVersion7().ToString("N");
        var learners = new { learners = new[] { new { externalId = $"x:{tag}:a", name = "A" }, new { externalId = $"x:{tag}:b", name = "B" } } };
        var ids = (await (await host.Machine.PostAsJsonAsync("/api/v1/admin/import/learners", learners)).JsonAsync()).GetProperty("ids").EnumerateArray().Select(id => id.GetString()!).ToArray();
        var kudos = new
        {
            kudos = Enumerable.Range(0, 60).Select(i => new
            {
                externalId = $"{tag}:{i}",
                giver = $"x:{tag}:a",
                giverName = "A",
                receiver = $"x:{tag}:b",
                reason = "thanks",
                at = new DateTimeOffset(2015, 1, 1, 0, i, 0, TimeSpan.Zero),
            }),
        };

        var admin = await host.AdminAsync();

        Assert.Equal(60, await PutAsync(kudos));
        Assert.Equal(0, await PutAsync(kudos));

        await Eventually.UntilAsync(async () => (await admin.Client.JsonAsync($"/api/v1/learners/{ids[1]}/kudos/summary")).GetProperty("received").GetInt32() == 60);
        await (await host.Machine.PostAsJsonAsync("/api/v1/admin/import/kudos", new { kudos = Array.Empty<object>() })).ProblemAsync(400, "import.kudos");
    }

    private async Task<int> PutAsync(object kudos) =>
        (await (await host.Machine.PostAsJsonAsync("/api/v1/admin/import/kudos", kudos)).JsonAsync()).GetProperty("new").GetInt32();

    private static Task<HttpResponseMessage> GiveAsync(TestLearner from, TestLearner to, string reason, string? skill = null) =>
        from.Client.PostAsJsonAsync(Address(to), new { reason, skill });

    private static Task<JsonElement> SummaryAsync(TestLearner viewer, TestLearner of) => viewer.Client.JsonAsync($"{Address(of)}/summary");

    private static string Address(TestLearner of) => $"/api/v1/learners/{of.Id}/kudos";
}
