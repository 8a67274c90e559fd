using LmsActors.Import;
using LmsActors.Storage.Archive;
using Microsoft.Extensions.Options;
using Orleans.Journaling;
using Orleans.Providers;

namespace LmsActors.Backup;

/// <summary>The storage that is configured, and no actor over it: nobody else reads or writes while a command does.</summary>
internal sealed class ConfiguredStorage : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly SiloLifecycleSubject _lifecycle;

    private ConfiguredStorage(IHost host)
    {
        _host = host;
        _lifecycle = new(host.Services.GetRequiredService<ILogger<SiloLifecycleSubject>>());
        Journals = Of(host.Services);
    }

    public IJournalStorageProvider Journals { get; }

    /// <summary>The format of entries that it writes.</summary>
    public string FormatKey => _host.Services.GetRequiredService<IOptions<JournaledStateManagerOptions>>().Value.JournalFormatKey;

    /// <summary>Opens it. The silo is put together as ever, and never started; only the storage gets what it wants to do at a start.</summary>
    public static async Task<ConfiguredStorage> OpenAsync(CancellationToken cancellation)
    {
        var storage = new ConfiguredStorage(EmbeddedSilo.Build());
        (storage.Journals as ILifecycleParticipant<ISiloLifecycle>)?.Participate(storage._lifecycle);
        await storage._lifecycle.OnStart(cancellation);
        return storage;
    }

    /// <summary>The journals of a silo.</summary>
    public static IJournalStorageProvider Of(IServiceProvider services) =>
        services.GetRequiredKeyedService<IJournalStorageProvider>(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME);

    /// <summary>What an archive that is begun now says of itself.</summary>
    public ArchiveHeader Header(TimeProvider time) => HeaderOf(_host.Services.GetRequiredService<IConfiguration>(), time, tenant: null);

    public static ArchiveHeader HeaderOf(IConfiguration configuration, TimeProvider time, string? tenant) => new(
        typeof(ConfiguredStorage).Assembly.GetName().Version!.ToString(3), time.GetUtcNow(), configuration["Storage:Provider"] ?? "Sqlite", tenant);

    public async ValueTask DisposeAsync()
    {
        await _lifecycle.OnStop(CancellationToken.None);
        _host.Dispose();
    }
}
