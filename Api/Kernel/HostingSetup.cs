using LmsActors.Hosting;
using LmsActors.Storage;
using Microsoft.Extensions.Options;

namespace LmsActors.Kernel;

/// <summary>The host itself: where files are, which address, how talkative, the silo inside.</summary>
internal static class HostingSetup
{
    public const string DefaultUrl = "http://localhost:5080";

    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        // Content lies beside the program; the current directory is the user's, and ./data is in it.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseStaticWebAssets();
        if (AsksForNoAddress(builder.Configuration))
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Configuration.AddQuietLogging();
        return builder;
    }

    /// <summary>All actors in this process, or this process as one silo of a cluster, as is configured.</summary>
    public static void AddSilo(this WebApplicationBuilder builder)
    {
        builder.Host.UseOrleans(silo => silo.UseLmsActors(builder.Configuration).UseRepeatedCalls(builder.Configuration));
        builder.Services.AddLifetime(builder.Configuration, servesClients: true);
    }

    /// <summary>Serves until told to stop. What keeps it from starting is said in a sentence where that is all there is to say.</summary>
    /// <returns>The exit code: 0 after a stop, 1 if it could not start.</returns>
    public static async Task<int> RunAsync(Func<WebApplication> build)
    {
        try
        {
            await build().RunAsync();
            return 0;
        }
        catch (OperationCanceledException)
        {
            // Told to stop while it was starting.
            return 0;
        }
        catch (Exception e) when (SentenceOf(e) is { } sentence)
        {
            await Console.Error.WriteLineAsync(sentence);
            return 1;
        }
    }

    private static string? SentenceOf(Exception e) => e switch
    {
        OptionsValidationException or StorageInUseException or StorageUnavailableException or ConfigurationException => e.Message,
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } => $"{e.Message} Choose another with ASPNETCORE_URLS.",
        _ => null,
    };

    private static bool AsksForNoAddress(IConfiguration configuration) =>
        new[] { "urls", "http_ports", "https_ports" }.All(key => string.IsNullOrEmpty(configuration[key]))
        && !configuration.GetSection("Kestrel:Endpoints").Exists();
}
