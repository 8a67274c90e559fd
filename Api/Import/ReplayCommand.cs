using System.CommandLine;
using System.Globalization;
using LmsActors.Tenants;

namespace LmsActors.Import;

/// <summary><c>replay gitter</c>.</summary>
internal static class ReplayCommand
{
    private static readonly Argument<string> Source = ImportCommands.PathArgument("A folder or .tar.gz of room archives, or one of them, as for import gitter.");
    private static readonly Option<double> Speed = new("--speed")
    {
        Description = "How many times faster than it happened.",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<double?> MaxGap = new("--max-gap")
    {
        Description = "The longest silence, in seconds of yours. An archive may span years: with --max-gap 2 nobody waits for a night to pass.",
        HelpName = "SECONDS",
    };

    private static readonly ServerOptions Server = new();

    public static Command Gitter()
    {
        var gitter = new Command("gitter", $$"""
            Every author writes again what it wrote, at the rhythm of the original times N, while browsers watch. Learners and groups that are missing
            are made first. Plays on --server, else on the server at {{HostingSetup.DefaultUrl}}, else it serves there itself while it plays. Ctrl-C ends it.
            The last line of output is JSON: { played, skipped, refused, rooms, learners, behindSeconds, seconds, run }.
            """) { Source, Speed, MaxGap };
        Server.AddTo(gitter);
        gitter.Validators.Add(given =>
        {
            if (given.GetValue(Speed) is not (>= ReplaySchedule.SlowestSpeed and <= ReplaySchedule.FastestSpeed))
            {
                given.AddError(string.Create(CultureInfo.InvariantCulture, $"--speed takes {ReplaySchedule.SlowestSpeed} to {ReplaySchedule.FastestSpeed:0}"));
            }

            if (given.GetValue(MaxGap) is { } gap && gap is not (>= 0 and <= 1e9))
            {
                given.AddError("--max-gap takes a number of seconds");
            }
        });
        gitter.SetAction(RunAsync);
        return gitter;
    }

    private static async Task<int> RunAsync(ParseResult given, CancellationToken cancellation)
    {
        var time = TimeProvider.System;
        using var client = Server.Connect(given, time) ?? await ConnectToDefaultAsync(given, time, cancellation);
        if (client is not null)
        {
            return await PlayAsync(given, new RestReplayTarget(client), time, cancellation);
        }

        await using var app = ApiServer.Build([]);
        await app.StartAsync(cancellation);
        Console.Error.WriteLine($"No server answers at {HostingSetup.DefaultUrl}: serving at {string.Join(", ", app.Urls)} while it plays.");
        var target = new GrainReplayTarget(app.Services.GetRequiredService<IGrainFactory>(), time, Tenancy.Default);
        var done = await PlayAsync(given, target, time, cancellation);
        await app.StopAsync(CancellationToken.None);
        return done;
    }

    private static async Task<int> PlayAsync(ParseResult given, IReplayTarget target, TimeProvider time, CancellationToken cancellation)
    {
        var gap = given.GetValue(MaxGap) is { } seconds ? TimeSpan.FromSeconds(seconds) : (TimeSpan?)null;
        var schedule = new ReplaySchedule(given.GetValue(Speed), gap);
        ImportCommands.WriteResult(await ConsoleProgress.RunAsync("reading the archive", time, progress =>
            new GitterReplay(target, progress, time, schedule).RunAsync(given.GetRequiredValue(Source), cancellation)));
        return CommandLine.Done;
    }

    private static async Task<ServerClient?> ConnectToDefaultAsync(ParseResult given, TimeProvider time, CancellationToken cancellation)
    {
        var address = new Uri(HostingSetup.DefaultUrl);
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        try
        {
            using var alive = await http.GetAsync(new Uri(address, "health/live"), cancellation);
            return Server.Connect(given, address, time);
        }
        catch (Exception nobody) when (nobody is HttpRequestException || (nobody is TaskCanceledException && !cancellation.IsCancellationRequested))
        {
            return null;
        }
    }
}
