using System.Net;

namespace LmsActors;

/// <summary>What those who run a server see of it.</summary>
public sealed class RunningTests(ApiHost host)
{
    [Theory]
    [InlineData("/health/live")]
    [InlineData("/health/ready")]
    public Task Health_OfARunningServer_IsGood(string address) =>
        Eventually.UntilAsync(async () => (await host.Anonymous.GetAsync(address)).StatusCode == HttpStatusCode.OK);

    [Fact]
    public async Task Metrics_TellOfRequestsAndActorsAndStorage()
    {
        await host.RegisterAsync();
        var metrics = await host.Anonymous.GetStringAsync("/metrics");
        Assert.Contains("http_server_request_duration_seconds_count", metrics);
        Assert.Contains("orleans_", metrics);
        Assert.Contains("lmsactors_storage_commits_total", metrics);
    }

    [Fact]
    public async Task OpenApi_DescribesEveryRoute()
    {
        var document = await host.Anonymous.JsonAsync("/openapi/v1.json");
        Assert.StartsWith("3.1", document.Text("openapi"));
        Assert.Equal(["apiKey", "bearer"], document.GetProperty("components").GetProperty("securitySchemes").EnumerateObject().Select(p => p.Name).Order());
        var operations = document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()).ToList();
        Assert.All(operations, operation => Assert.NotEmpty(operation.Value.Text("operationId")));
        Assert.All(operations, operation => Assert.True(operation.Value.TryGetProperty("summary", out _), operation.Value.Text("operationId") + " has no summary."));
        Assert.All(operations, operation => Assert.Contains(operation.Value.GetProperty("responses").EnumerateObject(), answer => answer.Name == "429"));
        Assert.All(operations, operation => Assert.Contains(operation.Value.GetProperty("responses").EnumerateObject(), IsDescribedSuccess));
        var lists = operations.Where(operation => operation.Value.GetRawText().Contains("PageBodyOf", StringComparison.Ordinal)
            && !operation.Value.GetRawText().Contains("\"Administration\"", StringComparison.Ordinal)).ToList();
        Assert.True(lists.Count > 15, $"{lists.Count} lists.");
        Assert.All(lists, list => Assert.Equal(
            ["cursor", "limit"],
            list.Value.GetProperty("parameters").EnumerateArray().Select(parameter => parameter.Text("name")).Where(name => name is "limit" or "cursor").Order()));
        Assert.Equal(operations.Count, operations.Select(operation => operation.Value.Text("operationId")).Distinct().Count());
    }

    private static bool IsDescribedSuccess(System.Text.Json.JsonProperty answer) => answer.Name[0] == '2'
        && (answer.Name == "204" || answer.Value.TryGetProperty("content", out _));

    [Fact]
    public async Task Docs_NeedNothingFromElsewhere()
    {
        var page = await host.Anonymous.GetStringAsync("/docs/");
        Assert.DoesNotContain("https://", page);
        Assert.Matches("\"agent\":\\s*\\{[^}]*\"disabled\":\\s*true", page);
        Assert.Matches("\"hideClientButton\":\\s*true", page);
        using var script = await host.Anonymous.GetAsync("/docs/scalar.js");
        Assert.True(script.IsSuccessStatusCode);
    }

    [Fact]
    public async Task Answers_TellBrowsersToKeepToThemselves()
    {
        using var answer = await host.Anonymous.GetAsync("/api/v1/me");
        Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
        Assert.Contains("frame-ancestors 'self'", Assert.Single(answer.Headers.GetValues("Content-Security-Policy")));
        Assert.False(answer.Headers.Contains("Server"));
    }

    [Theory]
    [InlineData("Storage:Provider", "Oracle", "Sqlite")]
    [InlineData("Dashboard:Enabled", "perhaps", "true, false")]
    [InlineData("RateLimits:SignIn:PerSecond", "0", "at least 1")]
    [InlineData("Accounts:LockoutAfter", "0", "LockoutAfter")]
    [InlineData("Authentication:Jwt:0:Issuer", "https://issuer.example", "Audience")]
    public async Task Start_WithAWrongSetting_SaysWhatIsAllowed(string key, string value, string allowed)
    {
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => ApiHost.StartAsync(null, (key, value)));
        Assert.Contains(allowed, refused.Message);
    }

    [Fact]
    public async Task Start_OnAFolderInUse_SaysSo()
    {
        var refused = await Assert.ThrowsAnyAsync<Exception>(() => ApiHost.StartAsync(host.Data));
        Assert.Contains("in use", refused.ToString());
    }
}
