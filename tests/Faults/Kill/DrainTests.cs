using System.Net;

namespace LmsActors.Faults;

/// <summary>A server is told to stop, as supervisors do it: with SIGTERM.</summary>
public sealed class DrainTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("lms-drain-").FullName;
    private readonly HttpClient _http = new();

    public void Dispose()
    {
        _http.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Terminate_OfAServer_IsServedThroughAndEndsWell()
    {
        using var server = await StartAsync("00:00:03");

        server.Signal("TERM");

        await UntilNotReadyAsync(server);
        using var served = await _http.GetAsync(server.Url + "/health/live");
        Assert.Equal(HttpStatusCode.OK, served.StatusCode);
        Assert.Equal(0, await server.EndAsync());
    }

    /// <summary>The drain would take a minute; the second signal ends it.</summary>
    [Fact]
    public async Task Terminate_Twice_StopsAtOnce()
    {
        using var server = await StartAsync("00:01:00");
        server.Signal("TERM");
        await UntilNotReadyAsync(server);

        server.Signal("TERM");

        Assert.Equal(0, await server.EndAsync().WaitAsync(TimeSpan.FromSeconds(40)));
    }

    private async Task<ServerProcess> StartAsync(string drain)
    {
        var server = new ServerProcess(_folder, settings: new Dictionary<string, string> { ["Silo__DrainFor"] = drain });
        await server.StartAsync();
        return server;
    }

    private async Task UntilNotReadyAsync(ServerProcess server)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            using var answer = await _http.GetAsync(server.Url + "/health/ready", limit.Token);
            if (answer.StatusCode == HttpStatusCode.ServiceUnavailable)
            {
                return;
            }
        }
    }
}
