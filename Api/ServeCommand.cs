using System.CommandLine;
using LmsActors.Import;

namespace LmsActors;

/// <summary><c>serve</c>: the server.</summary>
internal static class ServeCommand
{
    private static readonly Option<bool> Sample = new("--sample") { Description = "Load a small real sample first: one Gitter room of learners of .NET." };
    private static readonly Option<string?> Urls = new("--urls")
    {
        Description = $"Where to listen, parted by semicolons. ASPNETCORE_URLS says the same; {HostingSetup.DefaultUrl} by default.",
        HelpName = "URLS",
    };

    public static Command Create()
    {
        var serve = new Command("serve", "Serve the web, the API and the live streams (the default).") { Sample, Urls };
        serve.SetAction(ServeAsync);
        return serve;
    }

    /// <summary>What <c>serve</c> takes, the bare program takes as well.</summary>
    public static void MakeDefault(RootCommand root)
    {
        root.Add(Sample);
        root.Add(Urls);
        root.SetAction(ServeAsync);
    }

    private static async Task<int> ServeAsync(ParseResult given, CancellationToken cancellation)
    {
        string[] settings = given.GetValue(Urls) is { } urls ? [$"--urls={urls}"] : [];
        await using var app = ApiServer.Build(settings, builder =>
        {
            if (given.GetValue(Sample))
            {
                builder.Configuration[ImportSetup.Sample] = bool.TrueString;
            }
        });
        await app.RunAsync();
        return CommandLine.Done;
    }
}
