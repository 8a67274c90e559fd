using LmsActors.Hosting;
using LmsActors.Storage;
using Microsoft.Extensions.Configuration.Memory;
using Microsoft.Extensions.Options;

namespace LmsActors.Kernel;

/// <summary>The host itself: where files are, which address, how talkative, the silo inside.</summary>
internal static class HostingSetup
{
    public const string DefaultUrl = "http://localhost:5080";

    /// <summary>In one process, and when it stops, what Orleans and its retries have to tell is no news.</summary>
    private static readonly (string Category, LogLevel Level)[] LogLevels =
    [
        ("Default", LogLevel.Warning),
        ("Microsoft.Hosting.Lifetime", LogLevel.Information),
        ("Microsoft.AspNetCore.DataProtection", LogLevel.Error),
        ("Orleans.Grain", LogLevel.Critical),
        ("Orleans.Messaging", LogLevel.Critical),
        ("Orleans.Runtime.Silo", LogLevel.Error),
        ("Orleans.Runtime.Watchdog", LogLevel.Error),
        ("Polly", LogLevel.None),
        ("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.None),
        ("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None),
        ("Orleans.Runtime.MembershipService", LogLevel.Critical),
    ];

    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        // Content lies beside the program; the current directory is the user's, and ./data is in it.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseStaticWebAssets();
        if (AsksForNoAddress(builder.Configuration))
        {
            builder.WebHost.UseUrls(DefaultUrl);
        }

        builder.AddQuietLogging();
        return builder;
    }

    /// <summary>All actors in this process, with the storage that is configured.</summary>
    public static void AddSilo(this WebApplicationBuilder builder) =>
        builder.Host.UseOrleans(silo => silo.UseLmsActors().AddStorage(builder.Configuration));

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
        OptionsValidationException or StorageInUseException or ConfigurationException => e.Message,
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } => $"{e.Message} Choose another with ASPNETCORE_URLS.",
        _ => null,
    };

    private static bool AsksForNoAddress(IConfiguration configuration) =>
        new[] { "urls", "http_ports", "https_ports" }.All(key => string.IsNullOrEmpty(configuration[key]))
        && !configuration.GetSection("Kestrel:Endpoints").Exists();

    /// <summary>Defaults below every other source of configuration, so that <c>Logging__LogLevel__…</c> has the last word.</summary>
    private static void AddQuietLogging(this WebApplicationBuilder builder)
    {
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Configuration.Sources.Insert(0, new MemoryConfigurationSource
        {
            InitialData = LogLevels.Select(level => KeyValuePair.Create($"Logging:LogLevel:{level.Category}", (string?)level.Level.ToString())),
        });
    }
}
