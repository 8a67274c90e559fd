using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace LmsActors.Bench;

/// <summary>Headless silos, a process each, and a silo in this process that drives them as an API silo would.</summary>
internal sealed class BenchCluster : IAsyncDisposable
{
    private readonly Child[] _silos;
    private readonly string[] _urls;
    private readonly HttpClient _http = new();

    private BenchCluster(BenchSilo driver, Child[] silos, string[] urls) => (Driver, _silos, _urls) = (driver, silos, urls);

    public BenchSilo Driver { get; }

    /// <summary>CPU seconds of the headless silos.</summary>
    public double CpuSeconds => _silos.Sum(silo => silo.CpuSeconds);

    /// <param name="settings">Of the storage and the list of silos.</param>
    /// <param name="silos">How many beside the one in this process.</param>
    /// <param name="driverHoldsActors">Whether that one holds actors as well.</param>
    public static async Task<BenchCluster> StartAsync(KeyValuePair<string, string?>[] settings, int silos, bool driverHoldsActors)
    {
        var urls = Enumerable.Range(0, silos).Select(_ => $"http://127.0.0.1:{FreePort()}").ToArray();
        var children = urls.Select(url => Child.Self(
            [.. Of(settings, holdsActors: true).Select(one => (one.Key.Replace(":", "__", StringComparison.Ordinal), one.Value!)), ("ASPNETCORE_URLS", url)],
            "serve-silo")).ToArray();
        using var http = new HttpClient();
        await Task.WhenAll(urls.Select(url => UntilReadyAsync(http, url)));
        return new(await BenchSilo.StartAsync(Of(settings, driverHoldsActors)), children, urls);
    }

    /// <summary>The sum of a counter over the headless silos, by its name in /metrics.</summary>
    public async Task<double> CountAsync(string metric)
    {
        var pages = await Task.WhenAll(_urls.Select(url => _http.GetStringAsync(url + "/metrics")));
        return pages.SelectMany(page => page.Split('\n'))
            .Where(line => line.StartsWith(metric, StringComparison.Ordinal) && line[metric.Length] is ' ' or '{')
            .Sum(line => double.Parse(line[(line.LastIndexOf('}') + 1)..].Trim().Split(' ')[0], CultureInfo.InvariantCulture));
    }

    public async ValueTask DisposeAsync()
    {
        await Driver.DisposeAsync();
        foreach (var silo in _silos)
        {
            silo.Dispose();
        }

        _http.Dispose();
    }

    private static KeyValuePair<string, string?>[] Of(KeyValuePair<string, string?>[] settings, bool holdsActors) =>
    [
        .. settings,
        new("Silo:Address", "127.0.0.1"),
        new("Silo:Port", FreePort().ToString(CultureInfo.InvariantCulture)),
        new("Silo:HoldsActors", holdsActors.ToString()),
    ];

    private static async Task UntilReadyAsync(HttpClient http, string url)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2));
        while (true)
        {
            try
            {
                using var answer = await http.GetAsync(url + "/health/ready", limit.Token);
                if (answer.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // It does not listen yet.
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100), limit.Token);
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
