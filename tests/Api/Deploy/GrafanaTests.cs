using System.Diagnostics.Metrics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using LmsActors.Live;

namespace LmsActors.Deploy;

/// <summary>
/// The dashboard for Grafana shows what a server exports. With a server of its own, and no other beside it: those of one process share
/// their metrics, and one that ends takes them along.
/// </summary>
[Collection(Alone.Name)]
public sealed partial class GrafanaTests
{
    /// <summary>Counters of what goes wrong: they are exported once it has. Until then it is enough that there are such counters.</summary>
    private static readonly string[] Misfortunes =
        [
            "lmsactors_storage_failures_total", "lmsactors_storage_damaged_total", "lmsactors_outbox_failures_total", "lmsactors_outbox_set_aside_total",
            "lmsactors_live_resyncs_total",
        ];

    [Fact]
    public async Task Dashboard_ShowsMetricsThatAreExported()
    {
        await using var host = await ApiHost.StartAsync();
        await LiveAsync(host);
        var exported = Exported().Matches(await host.Anonymous.GetStringAsync("/metrics")).Select(line => line.Groups[1].Value).ToHashSet();
        var shown = Expressions().SelectMany(expression => Metric().Matches(Labels().Replace(expression, ""))).Select(match => match.Value).Distinct().ToList();

        Assert.True(shown.Count > 10, $"It shows {string.Join(", ", shown)}.");
        Assert.Empty(shown.Except(exported).Except(Misfortunes));
        Assert.Empty(Misfortunes.Except(Counters()));
    }

    /// <summary>Somebody writes, and somebody sees it: so that there is something to export.</summary>
    private static async Task LiveAsync(ApiHost host)
    {
        var ann = await host.RegisterAsync();
        using var made = await ann.Client.PostAsJsonAsync("/api/v1/groups", new { name = "Metrics", kind = "open" });
        var room = (await made.JsonAsync()).Text("roomId");
        await using var client = await LiveClient.ConnectAsync(host.Url, ann.Token);
        await client.SubscribeAsync($"room/{room}");
        using var posted = await ann.Client.PostAsJsonAsync($"/api/v1/rooms/{room}/messages", new { text = "counted" });
        await client.NextAsync("events");
    }

    private static IEnumerable<string> Expressions()
    {
        using var dashboard = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "deploy", "grafana", "lmsactors.json")));
        return [.. dashboard.RootElement.GetProperty("panels").EnumerateArray()
            .Where(panel => panel.TryGetProperty("targets", out _))
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray())
            .Select(target => target.Text("expr"))];
    }

    /// <summary>The counters of this process, as Prometheus names them.</summary>
    private static HashSet<string> Counters()
    {
        var names = new HashSet<string>();
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) => names.Add(instrument.Name.Replace('.', '_') + (instrument is Counter<long> ? "_total" : "")),
        };
        listener.Start();
        return names;
    }

    [GeneratedRegex(@"^([a-z]\w*)(?:\{| )", RegexOptions.Multiline)]
    private static partial Regex Exported();

    /// <summary>A word of an expression that is a name of a metric: ours, those of ASP.NET Core and of .NET.</summary>
    [GeneratedRegex(@"\b(?:lmsactors|http|dotnet|orleans|kestrel|process)_\w+")]
    private static partial Regex Metric();

    /// <summary>Labels by which an expression sums are no metrics.</summary>
    [GeneratedRegex(@"by \([^)]*\)|\{[^}]*\}")]
    private static partial Regex Labels();
}
