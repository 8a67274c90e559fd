using System.Net;
using System.Net.Http.Json;

namespace LmsActors;

public sealed class RateLimitTests
{
    private static readonly (string, string?)[] Tight =
    [
        ("RateLimits:Enabled", "true"),
        ("RateLimits:Learner:PerSecond", "10"),
        ("RateLimits:Learner:Burst", "20"),
        ("RateLimits:SignIn:PerSecond", "1"),
        ("RateLimits:SignIn:Burst", "4"),
    ];

    [Fact]
    public async Task Flood_OfOneLearner_IsHeldBack_WhileOthersGoOn()
    {
        await using var host = await ApiHost.StartAsync(null, Tight);
        var (ann, bob) = (await host.RegisterAsync("Ann"), await host.RegisterAsync("Bob"));
        var flood = await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => ann.Client.GetAsync("/api/v1/me")));
        var refused = flood.Where(answer => answer.StatusCode == HttpStatusCode.TooManyRequests).ToList();
        Assert.InRange(refused.Count, 60, 80);
        await refused[0].ProblemAsync(429, "rate.limited");
        Assert.All(["Retry-After", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"], name => Assert.True(refused[0].Headers.Contains(name), name));
        Assert.Equal(HttpStatusCode.OK, (await bob.Client.GetAsync("/api/v1/me")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await host.Machine.GetAsync("/api/v1/admin/switches")).StatusCode);
    }

    [Fact]
    public async Task Health_IsNotLimited()
    {
        await using var host = await ApiHost.StartAsync(null, [.. Tight, ("RateLimits:Address:PerSecond", "1"), ("RateLimits:Address:Burst", "1")]);
        var answers = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => host.Anonymous.GetAsync("/health/live")));
        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer.StatusCode));
    }

    [Fact]
    public async Task Guessing_FromOneAddress_IsHeldBack()
    {
        await using var host = await ApiHost.StartAsync(null, Tight);
        var guesses = await Task.WhenAll(Enumerable.Range(0, 12)
            .Select(i => host.Anonymous.PostAsJsonAsync("/api/v1/accounts/login", new { userName = $"someone{i}", password = "a guess" })));
        Assert.InRange(guesses.Count(answer => answer.StatusCode == HttpStatusCode.TooManyRequests), 6, 8);
        Assert.InRange(guesses.Count(answer => answer.StatusCode == HttpStatusCode.Unauthorized), 4, 6);
    }
}
