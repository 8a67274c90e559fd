using LmsActors.Hosting;
using LmsActors.Tenants;

namespace LmsActors.Import;

/// <summary>All actors in this process, over the storage that is configured, without a web server.</summary>
internal sealed class EmbeddedSilo : IAsyncDisposable
{
    private readonly IHost _host;

    private EmbeddedSilo(IHost host) => _host = host;

    public IServiceProvider Services => _host.Services;

    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    public TimeProvider Time => Services.GetRequiredService<TimeProvider>();

    /// <summary>The only tenant that commands without a server work for.</summary>
    public static string Tenant => Tenancy.Default;

    public IImportTarget Target => new GrainImportTarget(Grains, Time, Tenant);

    /// <summary>Starts it. With <paramref name="founds"/> an empty storage gets its tenant.</summary>
    public static async Task<EmbeddedSilo> StartAsync(bool founds, CancellationToken cancellation)
    {
        var silo = new EmbeddedSilo(Build());
        await silo._host.StartAsync(cancellation);
        if (founds)
        {
            await silo.Grains.Tenant(Tenant).CreateAsync(Tenancy.FirstName);
        }

        return silo;
    }

    /// <summary>Puts it together without starting it.</summary>
    public static IHost Build()
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory });
        builder.Logging.AddSimpleConsole(console => console.SingleLine = true);
        builder.Logging.AddConsole(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Logging.SetMinimumLevel(LogLevel.Error);
        builder.Logging.AddFilter("LmsActors", LogLevel.Warning);
        builder.Logging.AddFilter("Orleans", LogLevel.Critical);
        builder.Logging.AddFilter("Polly", LogLevel.None);
        builder.UseOrleans(silo =>
        {
            silo.UseLmsActors(builder.Configuration);
            silo.Configure<Orleans.Configuration.GrainCollectionOptions>(LetGoSoon);
        });
        return builder.Build();
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    /// <summary>A command passes by most actors once: they need not stay in memory.</summary>
    private static void LetGoSoon(Orleans.Configuration.GrainCollectionOptions collection)
    {
        collection.CollectionQuantum = TimeSpan.FromSeconds(2);
        collection.CollectionAge = TimeSpan.FromSeconds(5);
    }
}
