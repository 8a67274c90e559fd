using System.Diagnostics;
using System.Net;

namespace LmsActors.Faults;

/// <summary>A disk that is full, and a data folder that is taken: as processes, with a real file system.</summary>
public sealed class DiskTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly string _folder = Directory.CreateTempSubdirectory("lms-disk-").FullName;
    private SmallDisk? _disk;

    public void Dispose()
    {
        _disk?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Post_DiskFull_IsRefusedAndHealsWithoutRestart()
    {
        _disk = new SmallDisk(_folder, megabytes: 32);
        using var server = new ServerProcess(_folder);
        await server.StartAsync();
        using var api = new LoadApi(server.Url, ServerProcess.ApiKey);
        var (learner, room) = await WorldAsync(api);
        var written = await PostUntilAsync(server, learner, room, isFull: false, count: 50);
        _disk.Fill();

        written.AddRange(await PostUntilAsync(server, learner, room, isFull: true, count: int.MaxValue));
        _disk.Free();
        written.AddRange(await PostUntilAsync(server, learner, room, isFull: false, count: 10));

        var listed = (await api.ListAsync($"rooms/{room}/messages", learner)).Select(item => item.GetProperty("text").GetString()!).ToList();
        Assert.Empty(written.Except(listed));
        Assert.Equal(listed.Count, listed.Distinct().Count());
        server.Kill();
        await server.StartAsync();
        var after = (await api.ListAsync($"rooms/{room}/messages", learner)).Select(item => item.GetProperty("text").GetString()!).ToList();
        Assert.Equal(listed, after);
    }

    [Fact]
    public async Task Start_DataFolderTaken_SaysSoAndEnds()
    {
        using var first = new ServerProcess(_folder);
        await first.StartAsync();
        using var second = new ServerProcess(_folder);

        var code = await second.RunToEndAsync();

        Assert.NotEqual(0, code);
        Assert.Contains(_folder, second.Output, StringComparison.Ordinal);
        Assert.Contains("another process", second.Output, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("   at ", second.Output, StringComparison.Ordinal);
    }

    private static async Task<(string Learner, string Room)> WorldAsync(LoadApi api)
    {
        var registered = await api.RequireAsync(
            HttpMethod.Post, "accounts/register", null, new { userName = "learner", password = "a long passphrase", name = "Learner" });
        var learner = registered.Text("learnerId");
        var other = await api.RequireAsync(
            HttpMethod.Post, "accounts/register", null, new { userName = "listener", password = "a long passphrase", name = "Listener" });
        var room = await api.RequireAsync(HttpMethod.Post, "conversations", learner, new { participants = new[] { other.Text("learnerId") }, name = "Disk" });
        return (learner, room.Text("id"));
    }

    /// <summary>Posts until the disk is full and says so, or else <paramref name="count"/> messages; answers what was acknowledged.</summary>
    private static async Task<List<string>> PostUntilAsync(ServerProcess server, string learner, string room, bool isFull, int count)
    {
        using var http = new HttpClient { BaseAddress = new Uri(server.Url) };
        using var limit = new CancellationTokenSource(Patience);
        var written = new List<string>();
        while (written.Count < count)
        {
            Assert.False(limit.IsCancellationRequested, $"{written.Count} were written; the disk should {(isFull ? "" : "not ")}be full.\n{server.Output}");
            var text = $"{learner}-{isFull}-{written.Count}-{Stopwatch.GetTimestamp()} {new string('x', 2000)}";
            using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/rooms/{room}/messages") { Content = JsonContentOf(text) };
            request.Headers.Add("X-Api-Key", ServerProcess.ApiKey);
            request.Headers.Add("X-On-Behalf-Of", learner);
            using var response = await http.SendAsync(request);
            if (response.IsSuccessStatusCode)
            {
                written.Add(text);
                continue;
            }

            Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
            Assert.Contains("storage.unavailable", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            if (isFull)
            {
                return written;
            }
        }

        return written;
    }

    private static StringContent JsonContentOf(string text) => new($$"""{"text":"{{text}}"}""", System.Text.Encoding.UTF8, "application/json");
}
