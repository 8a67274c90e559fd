using LmsActors.Hosting;

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

        builder.AddQuietLogging();
        return builder;
    }

    /// <summary>All actors in this process, with the storage that is configured.</summary>
    public static void AddSilo(this WebApplicationBuilder builder) =>
        builder.Host.UseOrleans(silo => silo.UseLmsActors().AddStorage(builder.Configuration));

    private static bool AsksForNoAddress(IConfiguration configuration) =>
        new[] { "urls", "http_ports", "https_ports" }.All(key => string.IsNullOrEmpty(configuration[key]))
        && !configuration.GetSection("Kestrel:Endpoints").Exists();

    private static void AddQuietLogging(this WebApplicationBuilder builder)
    {
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Logging.AddFilter("Microsoft", LogLevel.Warning);
        builder.Logging.AddFilter("Microsoft.Hosting.Lifetime", LogLevel.Information);
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection", LogLevel.Error);
        builder.Logging.AddFilter("Orleans", LogLevel.Warning);
        builder.Logging.AddFilter("Orleans.Messaging", LogLevel.Critical);
        builder.Logging.AddFilter("Orleans.Runtime.Silo", LogLevel.Error);
        builder.Logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
        builder.Logging.AddFilter(typeof(Accounts.ApiKeyHandler).FullName, LogLevel.Warning);
        builder.Logging.AddFilter("Polly", LogLevel.Error);
    }
}
