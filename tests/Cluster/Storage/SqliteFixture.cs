using LmsActors.Storage.Sqlite;
using Orleans.Journaling;
using SQLitePCL;

namespace LmsActors.Storage;

/// <summary>An embedded store in a folder of its own, whose disk can be broken.</summary>
internal sealed class SqliteFixture : IAsyncDisposable
{
    private readonly DirectoryInfo? _ownFolder;

    /// <summary>In that folder, or in one that goes with the fixture.</summary>
    public SqliteFixture(DirectoryInfo? folder = null)
    {
        folder ??= _ownFolder = Directory.CreateTempSubdirectory("lmsactors-storage-");
        Options = new SqliteStorageOptions { Path = folder.FullName, Probe = (step, database) => Probe?.Invoke(step, database) };
    }

    public SqliteStorageOptions Options { get; }

    /// <summary>Stands in for the disk; may be set while the store runs.</summary>
    public Action<StorageStep, SqliteDatabase>? Probe { get; set; }

    public SqliteJournalStore? Store { get; private set; }

    public IJournalStorageProvider Open(string format = "orleans-binary")
    {
        Store = SqliteJournalStore.Open(Options);
        var options = Microsoft.Extensions.Options.Options.Create(new JournaledStateManagerOptions { JournalFormatKey = format });
        return new SqliteJournalStorageProvider(Store, options);
    }

    public async Task CloseAsync()
    {
        if (Store is not null)
            await Store.DisposeAsync();
        Store = null;
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        _ownFolder?.Delete(recursive: true);
    }

    /// <summary>Every batch fails at these steps, as if of an I/O error, until the answer is disposed.</summary>
    public IDisposable Break(params StorageStep[] at) => Break(raw.SQLITE_IOERR, at);

    public IDisposable Break(int code, params StorageStep[] at)
    {
        Probe = (step, _) =>
        {
            if (at.Contains(step))
                throw new SqliteFailure(code, "the disk of this test fails");
        };
        return new Mending(this);
    }

    private sealed class Mending(SqliteFixture fixture) : IDisposable
    {
        public void Dispose() => fixture.Probe = null;
    }
}
