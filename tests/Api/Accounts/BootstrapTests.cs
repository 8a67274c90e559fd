using System.Net.Http.Json;
using Microsoft.Extensions.DependencyInjection;

namespace LmsActors.Accounts;

public sealed class BootstrapTests
{
    [Fact]
    public async Task Setup_ByItsOneTimeToken_WorksOnce_AlsoAfterARestart()
    {
        var folder = Directory.CreateTempSubdirectory("lms-");
        string token;
        await using (var first = await ApiHost.StartAsync(folder.FullName, ("Bootstrap:AdminPassword", null)))
        {
            token = await TokenAsync(first);
            await (await SetUpAsync(first, "forged" + token)).ProblemAsync(404, "setup.unknown");
        }

        await using (var second = await ApiHost.StartAsync(folder.FullName, ("Bootstrap:AdminPassword", null)))
        {
            (await SetUpAsync(second, token)).EnsureSuccessStatusCode();
            await (await SetUpAsync(second, token)).ProblemAsync(404, "setup.unknown");
            var boss = await second.LoginAsync("boss");
            Assert.True((await boss.Client.JsonAsync("/api/v1/me")).GetProperty("isAdmin").GetBoolean());
        }

        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Start_Again_KeepsAccountsKeysAndSessions()
    {
        var folder = Directory.CreateTempSubdirectory("lms-");
        TestLearner ann;
        await using (var first = await ApiHost.StartAsync(folder.FullName))
        {
            ann = await first.RegisterAsync("Ann");
        }

        await using (var second = await ApiHost.StartAsync(folder.FullName, ("Bootstrap:ApiKey", "another key")))
        {
            using var client = second.Client(("Authorization", $"Bearer {ann.Token}"));
            Assert.Equal(ann.Id, (await client.JsonAsync("/api/v1/me")).Text("learnerId"));
            await second.AdminAsync();
            using var machine = second.Client(("X-Api-Key", "another key"));
            (await machine.GetAsync("/api/v1/admin/stats")).EnsureSuccessStatusCode();
            await (await second.Machine.GetAsync("/api/v1/admin/stats")).ProblemAsync(401, "auth.required");
        }

        folder.Delete(recursive: true);
    }

    private static async Task<string> TokenAsync(ApiHost host)
    {
        await using var scope = host.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<SetupService>().NewTokenAsync("default"))!;
    }

    private static Task<HttpResponseMessage> SetUpAsync(ApiHost host, string token) =>
        host.Anonymous.PostAsJsonAsync("/api/v1/setup", new { token, userName = "boss", password = ApiHost.Password });
}
