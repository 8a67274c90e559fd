using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace LmsActors.Faults;

/// <summary>The clock of one of three silos, which holds a third of the actors, is set to another time: order stays, and no token is taken past its time.</summary>
[Collection(WholeClusters.Name)]
public sealed class ClockTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);
    private static readonly object Login = new { userName = "clockwatcher", password = "a long passphrase" };

    public static TheoryData<string> Clocks => LongForms.AreWanted ? ["-1h", "+1h", "-1d", "+1d"] : ["-1h"];

    [Theory]
    [MemberData(nameof(Clocks))]
    public async Task Clock_OffOnOneSilo_KeepsOrderAndTakesNoTokenPastItsTime(string clock)
    {
        await using var run = await ClusterRun.StartAsync(output, new ClusterShape(Silos: 0, Apis: 2, ApisHoldActors: true, HasClock: true));
        var (off, good) = (run.Cluster.Clocked!, run.Cluster.Apis);
        using var http = new HttpClient();
        await RegisterAsync(http, good[0].Url);
        var (token, issued) = (await SignInAsync(http, good[0].Url), Stopwatch.GetTimestamp());
        Assert.Equal(HttpStatusCode.OK, await AskAsync(http, good[1], token));
        run.Cluster.SetClock(clock);
        var notReady = await NotReadyAfterAsync(off);

        // It has left, or does nothing for anybody.
        var how = off.IsAlive ? "it refuses all" : "it has left";
        if (off.IsAlive)
        {
            using var refused = await http.PostAsJsonAsync($"{off.Url}/api/v1/accounts/login", Login);
            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.Contains("server.clock-off", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
            await ClusterRun.WorkUntilAsync(issued, ClusterProcesses.TokenLifetime + TimeSpan.FromSeconds(1));
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await AskAsync(http, off, token));
            Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(http, good[1], token));
        }

        var held = off.IsAlive ? await off.MetricAsync("lmsactors_events_total") : 0;
        run.Cluster.SetClock("+0");
        var begun = Stopwatch.GetTimestamp();
        await (off.IsAlive ? ReadyAsync(off) : off.StartAsync());
        run.Say($"clock off by {clock}: not ready {notReady.TotalSeconds:0.0} s later, {how}; {held} events decided there; set right, ready after {Stopwatch.GetElapsedTime(begun).TotalSeconds:0.0} s");
        await run.WorkAsync(2, 3);
        await run.EndAsync(longestWait: 30);
    }

    private static async Task<TimeSpan> NotReadyAfterAsync(ServerProcess off)
    {
        var begun = Stopwatch.GetTimestamp();
        while (await off.IsReadyAsync())
        {
            Assert.True(Stopwatch.GetElapsedTime(begun) < Patience, $"It says that it is ready.\n{off.Output}");
            await Task.Delay(TimeSpan.FromMilliseconds(200), CancellationToken.None);
        }

        return Stopwatch.GetElapsedTime(begun);
    }

    private static async Task ReadyAsync(ServerProcess off)
    {
        var begun = Stopwatch.GetTimestamp();
        while (!await off.IsReadyAsync())
        {
            Assert.True(off.IsAlive && Stopwatch.GetElapsedTime(begun) < Patience, $"It does not come back.\n{off.Output}");
            await Task.Delay(TimeSpan.FromMilliseconds(200), CancellationToken.None);
        }
    }

    private static async Task<string> SignInAsync(HttpClient http, string url)
    {
        using var signedIn = await http.PostAsJsonAsync($"{url}/api/v1/accounts/login", Login);
        return (await signedIn.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("accessToken").GetString()!;
    }

    private static async Task RegisterAsync(HttpClient http, string url)
    {
        using var registered = await http.PostAsJsonAsync(
            $"{url}/api/v1/accounts/register", new { userName = "clockwatcher", password = "a long passphrase", name = "Clock Watcher" });
        Assert.True(registered.IsSuccessStatusCode, await registered.Content.ReadAsStringAsync());
    }

    private static async Task<HttpStatusCode> AskAsync(HttpClient http, ServerProcess server, string token)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{server.Url}/api/v1/me");
        request.Headers.Authorization = new("Bearer", token);
        using var response = await http.SendAsync(request);
        Assert.True(response.StatusCode != HttpStatusCode.InternalServerError, $"{await response.Content.ReadAsStringAsync()}\n{server.Output}");
        return response.StatusCode;
    }
}
