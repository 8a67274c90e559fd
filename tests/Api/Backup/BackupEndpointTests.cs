using System.Net.Http.Json;
using LmsActors.Storage.Archive;
using LmsActors.Tenants;

namespace LmsActors.Backup;

/// <summary>Backups of a server that runs.</summary>
public sealed class BackupEndpointTests(ApiHost host) : IDisposable
{
    private const string Address = "/api/v1/admin/export";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lms-backup-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Export_IsForAdministrators()
    {
        var ann = await host.RegisterAsync();

        await (await host.Anonymous.GetAsync(Address)).ProblemWithStatusAsync(401);
        await (await ann.Client.GetAsync(Address)).ProblemWithStatusAsync(403);
        using var onBehalf = host.Client(("X-Api-Key", ApiHost.ApiKey), ("X-On-Behalf-Of", ann.Id));
        await (await onBehalf.GetAsync(Address)).ProblemWithStatusAsync(403);
        using var answer = await (await host.AdminAsync()).Client.GetAsync(Address);
        Assert.Equal("application/x-ndjson", answer.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Export_HoldsTheActorsOfTheTenantAndNoOthers()
    {
        await host.Grains.Tenant("elsewhere").CreateAsync("Another organisation");
        await host.Grains.Tenant("default-2").CreateAsync("One with a similar name");
        var ann = await host.RegisterAsync();

        var (header, journals) = await ReadAsync(await host.Machine.GetByteArrayAsync(Address));

        Assert.Equal("default", header.Tenant);
        Assert.Contains($"profile/default/{ann.Id}", journals.Select(Uri.UnescapeDataString));
        Assert.All(journals, name => Assert.Equal("default", Uri.UnescapeDataString(name).Split('/')[1]));
    }

    [Fact]
    public async Task Export_WhileOthersWrite_ImportsAndVerifiesClean()
    {
        await using var server = await ApiHost.StartAsync(Path.Combine(_folder.FullName, "running"));
        var isOver = false;
        var writers = await Task.WhenAll(Enumerable.Range(0, 6).Select(number => server.RegisterAsync($"Writer {number}")));
        var busy = writers.Select((writer, number) => WriteAsync(writer, writers[(number + 1) % writers.Length], () => Volatile.Read(ref isOver))).ToList();
        for (var round = 0; round < 2; round++)
        {
            var path = Path.Combine(_folder.FullName, $"{round}.jsonl.gz");
            var exported = await Tool.RunAsync(_folder.FullName, "export", path, "--server", server.Url, "--api-key", ApiHost.ApiKey);
            Assert.True(exported.Count("journals") > 20);
            var data = Path.Combine(_folder.FullName, $"restored-{round}");
            Assert.Equal(exported.Count("journals"), (await Tool.RunAsync(data, "import", "archive", path)).Count("new"));
            var verified = await Tool.RunAsync(data, "verify");
            Assert.True(verified.ExitCode == 0, $"{verified.Output}\n{verified.Error}");
            Assert.True(verified.Count("facts") > 0);
        }

        Volatile.Write(ref isOver, true);
        Assert.All(await Task.WhenAll(busy), count => Assert.True(count > 10));
    }

    [Fact]
    public async Task Export_OneAtATime()
    {
        var gate = (BackupGate)host.Services.GetService(typeof(BackupGate))!;
        BackupGate.RunningBackup? backup = null;
        await Eventually.UntilAsync(async () => (backup = await gate.TryEnterAsync(default)) is not null);
        await (await host.Machine.GetAsync(Address)).ProblemAsync(429, "backup.busy");
        await backup!.DisposeAsync();
        await Eventually.UntilAsync(async () => (await host.Machine.GetAsync(Address)).IsSuccessStatusCode);
    }

    /// <summary>Posts, groups, rooms, follows: whatever makes actors tell each other something.</summary>
    private static async Task<int> WriteAsync(TestLearner writer, TestLearner other, Func<bool> isOver)
    {
        var group = await (await writer.Client.PostAsJsonAsync("/api/v1/groups", new { name = $"Group of {writer.Name}", kind = "open" })).JsonAsync();
        var count = 0;
        for (; !isOver(); count++)
        {
            await SucceedAsync(writer.Client.PostAsJsonAsync($"/api/v1/rooms/{group.Text("roomId")}/messages", new { text = $"Message {count}" }));
            await SucceedAsync(writer.Client.PostAsJsonAsync("/api/v1/posts", new { text = $"Post {count}" }));
            await SucceedAsync(count % 2 == 0
                ? writer.Client.PutAsync($"/api/v1/me/following/{other.Id}", null)
                : writer.Client.DeleteAsync($"/api/v1/me/following/{other.Id}"));
            await SucceedAsync(other.Client.PutAsync($"/api/v1/groups/{group.Text("id")}/members/me", null));
        }

        return count;
    }

    private static async Task SucceedAsync(Task<HttpResponseMessage> asking)
    {
        using var answer = await asking;
        Assert.True(answer.IsSuccessStatusCode, $"{answer.RequestMessage!.RequestUri}: {await answer.Content.ReadAsStringAsync()}");
    }

    private static async Task<(ArchiveHeader Header, List<string> Names)> ReadAsync(byte[] archive)
    {
        using var reader = await ArchiveReader.OpenAsync(new MemoryStream(archive), default);
        var names = new List<string>();
        await foreach (var journal in reader.ReadAsync(default))
        {
            names.Add(journal.Name);
        }

        return (reader.Header, names);
    }
}
