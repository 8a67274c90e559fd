using LmsActors.Storage;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace LmsActors.Hosting;

/// <summary>A silo that holds actors and serves nobody but other silos; over HTTP it only says how it feels.</summary>
internal static class HeadlessSilo
{
    private const string DefaultUrl = "http://localhost:5081";

    private const string Help = """
        LmsActors, a silo of a cluster: it holds actors and serves no pages.

        It takes its settings from the environment; docs/cluster.md has them all.
          Clustering__Provider          Postgres or Redis
          Clustering__ConnectionString  where the list of silos is
          Storage__Provider             Postgres or AzureBlob
          Storage__ConnectionString     where the logs are
          Silo__Address, Silo__Port     where other silos reach this one
          Silo__DrainFor                how long to wait after SIGTERM before it stops (none)
          ASPNETCORE_URLS               where /health/live, /health/ready and /metrics are (http://localhost:5081)
        """;

    /// <summary>Runs until told to stop.</summary>
    /// <returns>The exit code: 0 after a stop, 1 if it could not start, 2 if it was not understood.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        if (args is ["--help" or "-h" or "-?"])
        {
            Console.WriteLine(Help);
            return 0;
        }

        if (args.FirstOrDefault(arg => !arg.StartsWith("--", StringComparison.Ordinal)) is { } unknown)
        {
            await Console.Error.WriteLineAsync($"'{unknown}' is no setting. --help shows what there is.");
            return 2;
        }

        try
        {
            await using var app = Build(args);
            await app.RunAsync();
            return 0;
        }
        catch (Exception e) when (e is ConfigurationException or StorageInUseException or StorageUnavailableException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 1;
        }
    }

    private static WebApplication Build(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        if (ClusterSettings.Read(builder.Configuration).Provider == ClusteringProvider.None)
        {
            throw new ConfigurationException("A headless silo is one of a cluster: set Clustering__Provider. Allowed here: Postgres, Redis.");
        }

        if (string.IsNullOrEmpty(builder.Configuration["urls"]))
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Configuration.AddQuietLogging();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Host.UseOrleans(silo => silo.UseLmsActors(builder.Configuration));
        builder.Services.AddLifetime(builder.Configuration, servesClients: false);
        builder.Services.AddProbes(builder.Configuration);
        var app = builder.Build();
        app.MapProbes();
        return app;
    }
}
