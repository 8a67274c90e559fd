using System.Diagnostics;
using LmsActors.Storage;

namespace LmsActors.Faults;

/// <summary>All processes of a cluster that holds imported data are killed, and start anew.</summary>
[Collection(WholeClusters.Name)]
public sealed class ColdStartTests(ITestOutputHelper output) : IDisposable
{
    private static readonly string Sample = Path.Combine(ServerProcess.Repository, "Api", "Samples", "gitter");
    private readonly string _folder = Directory.CreateTempSubdirectory("lms-cold-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Start_OfAllWithImportedData_IsReadyWithinAMinute()
    {
        using var database = new PostgresServer();
        await database.InitializeAsync();
        using var cluster = new ClusterProcesses(await database.NewDatabaseAsync(isEmpty: true), _folder, ClusterShape.Usual);
        await cluster.RunAsync("migrate");
        await cluster.RunAsync("import", "gitter", Sample);
        await cluster.StartAsync();
        using var api = new LoadApi(cluster.Urls, ServerProcess.ApiKey);
        var learner = (await api.RequireAsync(
            HttpMethod.Post, "accounts/register", null, new { userName = "reader", password = "a long passphrase", name = "Reader" })).Text("learnerId");
        var before = await TextsAsync(api, learner);

        foreach (var process in cluster.All)
        {
            process.Kill();
        }

        var begun = Stopwatch.GetTimestamp();
        await Task.WhenAll(cluster.All.Select(process => process.StartAsync()));
        var seconds = Stopwatch.GetElapsedTime(begun).TotalSeconds;
        output.WriteLine($"5 processes over {before.Count} imported messages: all killed, ready again after {seconds:0.0} s");
        Assert.True(before.Count > 500, $"Only {before.Count} messages were imported.");
        Assert.Equal(before, await TextsAsync(api, learner));
        Assert.True(seconds < 60, $"The cold start took {seconds:0.0} s.");
    }

    private static async Task<List<string>> TextsAsync(LoadApi api, string learner)
    {
        var group = (await api.ListAsync("groups", learner)).Single();
        await api.RequireAsync(HttpMethod.Put, $"groups/{group.GetProperty("id").GetString()}/members/me", learner);
        return [.. (await api.ListAsync($"rooms/{group.GetProperty("roomId").GetString()}/messages", learner)).Select(item => item.GetProperty("text").GetString()!)];
    }
}
