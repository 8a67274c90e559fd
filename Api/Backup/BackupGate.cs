using LmsActors.Storage.Archive;

namespace LmsActors.Backup;

/// <summary>Lets one backup at a time through: each keeps the storage from tidying up until it is done.</summary>
internal sealed class BackupGate(IServiceProvider services, IConfiguration configuration, TimeProvider time) : IDisposable
{
    public static readonly Refusal Busy = Refusal.TooMany(
        "backup.busy", "Another backup is being taken. Try again when it is done.", TimeSpan.FromSeconds(30));

    private readonly SemaphoreSlim _free = new(1);

    /// <summary>A backup of this moment; null while there is another.</summary>
    public async Task<RunningBackup?> TryEnterAsync(CancellationToken cancellation)
    {
        if (!_free.Wait(0, CancellationToken.None))
        {
            return null;
        }

        try
        {
            return new(this, await JournalSources.OpenAsync(ConfiguredStorage.Of(services), cancellation));
        }
        catch
        {
            _free.Release();
            throw;
        }
    }

    public void Dispose() => _free.Dispose();

    internal sealed class RunningBackup(BackupGate gate, IJournalSource source) : IAsyncDisposable
    {
        /// <summary>Writes the journals of the tenant's actors, and those alone.</summary>
        public async Task WriteAsync(Stream body, bool isZipped, string tenant, CancellationToken cancellation)
        {
            using var archive = new ArchiveWriter(isZipped ? ArchiveFile.Zip(body) : body);
            await archive.BeginAsync(ConfiguredStorage.HeaderOf(gate.Configuration, gate.Time, tenant), cancellation);
            await StorageExport.RunAsync(source, archive, new(name => TenantJournals.IsOf(tenant, name)), cancellation);
        }

        public async ValueTask DisposeAsync()
        {
            await source.DisposeAsync();
            gate._free.Release();
        }
    }

    private IConfiguration Configuration => configuration;

    private TimeProvider Time => time;
}
