using System.Text;
using System.Text.Json;

namespace LmsActors.Profiles;

public sealed class ProfileEndpointsTests(ApiHost host)
{
    [Fact]
    public async Task Edit_AbsentStaysAndNullClears()
    {
        var ann = await host.RegisterAsync("Ann Edit");
        await PutAsync(ann, """{"headline":"Engineer","skills":["C#","Chess"],"bio":"*hi* <script>alert(1)</script>"}""");

        var edited = await (await PutAsync(ann, """{"headline":null,"links":[{"label":"Home","url":"https://ann.example/"}]}""")).JsonAsync();

        Assert.False(edited.TryGetProperty("headline", out _));
        Assert.Equal(["C#", "Chess"], edited.GetProperty("skills").EnumerateArray().Select(skill => skill.GetString()));
        Assert.Contains("<em>hi</em>", edited.GetProperty("bio").Text("html"));
        Assert.DoesNotContain("<script", edited.GetProperty("bio").Text("html"));
        Assert.Equal("Ann Edit", edited.Text("name"));
    }

    [Theory]
    [InlineData("""{"name":""}""", "profile.name-invalid")]
    [InlineData("""{"name":null}""", "profile.name-invalid")]
    [InlineData("""{"name":"a\u202Eb"}""", "profile.name-invalid")]
    [InlineData("""{"links":[{"label":"x","url":"javascript:alert(1)"}]}""", "profile.link-invalid")]
    [InlineData("""{"links":[{"label":"x"}]}""", "profile.link-invalid")]
    [InlineData("""{"sections":[{"kind":"job"}]}""", "profile.section-invalid")]
    [InlineData("""{"status":{"text":"late","expiresAt":"2001-01-01T00:00:00Z"}}""", "profile.status-expired")]
    public async Task Edit_WhatMayNotStand_Is400WithItsCode(string body, string code)
    {
        var ann = await host.RegisterAsync();

        await (await PutAsync(ann, body)).ProblemAsync(400, code);
    }

    [Theory]
    [InlineData("""{"visibility":{"bio":"martians"}}""")]
    [InlineData("""{"skills":"chess"}""")]
    [InlineData("""{"name":7}""")]
    public async Task Edit_WrongShape_Is400(string body)
    {
        var ann = await host.RegisterAsync();

        Assert.Equal(400, (int)(await PutAsync(ann, body)).StatusCode);
    }

    [Fact]
    public async Task Read_PartsForFriends_AreAbsentForOthers()
    {
        var (ann, bob) = (await host.RegisterAsync("Ann"), await host.RegisterAsync("Bob"));
        await PutAsync(ann, """{"headline":"secret","visibility":{"headline":"friends"}}""");

        var seen = await bob.Client.JsonAsync($"/api/v1/learners/{ann.Id}");
        var own = await ann.Client.JsonAsync("/api/v1/me/profile");

        Assert.False(seen.TryGetProperty("headline", out _));
        Assert.False(seen.TryGetProperty("visibility", out _));
        Assert.Equal(0, seen.GetProperty("counts").GetProperty("followers").GetInt64());
        Assert.Equal("friends", own.GetProperty("visibility").Text("headline"));
        Assert.Equal("secret", own.Text("headline"));
    }

    [Theory]
    [InlineData("nobody")]
    [InlineData("not%20an%20id")]
    [InlineData("a%2Fb")]
    public async Task Read_Nobody_Is404(string id)
    {
        var ann = await host.RegisterAsync();

        await (await ann.Client.GetAsync($"/api/v1/learners/{id}")).ProblemAsync(404, "learner.not-found");
    }

    [Fact]
    public async Task Rename_IsWhatOthersSeeAndFind()
    {
        var (ann, bob) = (await host.RegisterAsync(), await host.RegisterAsync());
        var name = $"Renamed {ann.Id}";
        await PutAsync(ann, JsonSerializer.Serialize(new { name }));

        Assert.Equal(name, (await bob.Client.JsonAsync($"/api/v1/learners/{ann.Id}")).Text("name"));
        Assert.Equal(name, (await ann.Client.JsonAsync("/api/v1/me")).Text("name"));
        await Eventually.UntilAsync(async () =>
            (await bob.Client.JsonAsync($"/api/v1/learners?name={Uri.EscapeDataString(name.ToUpperInvariant())}")).GetProperty("items").GetArrayLength() == 1);
    }

    private static Task<HttpResponseMessage> PutAsync(TestLearner learner, string json) =>
        learner.Client.PutAsync("/api/v1/me/profile", new StringContent(json, Encoding.UTF8, "application/json"));
}
