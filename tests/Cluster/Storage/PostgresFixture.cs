using LmsActors.Storage.Postgres;
using Npgsql;
using Orleans.Journaling;

namespace LmsActors.Storage;

/// <summary>The tests that share one server: one after the other.</summary>
[CollectionDefinition(Name)]
public sealed class PostgresTests : ICollectionFixture<PostgresTests.Server>
{
    public const string Name = "PostgreSQL";

    public sealed class Server : IAsyncLifetime
    {
        public PostgresServer Postgres { get; } = new();

        public async ValueTask InitializeAsync() => await Postgres.InitializeAsync();

        public ValueTask DisposeAsync()
        {
            Postgres.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}

/// <summary>Stores in one database, each as another process would have it, and a network that can be broken.</summary>
internal sealed class PostgresFixture(string connectionString) : IAsyncDisposable
{
    private readonly List<PostgresJournalStore> _stores = [];

    public static async Task<PostgresFixture> MakeAsync(PostgresTests.Server server) => new(await server.Postgres.NewDatabaseAsync());

    public string ConnectionString => connectionString;

    public string Database { get; } = new NpgsqlConnectionStringBuilder(connectionString).Database!;

    /// <summary>Stands in for the network; may be set while stores run.</summary>
    public Func<StorageStep, Task>? Probe { get; set; }

    public IJournalStorageProvider Open(string format = "orleans-binary", string? through = null)
    {
        var store = PostgresJournalStore.Open(new PostgresStorageOptions
        {
            ConnectionString = through ?? connectionString,
            Probe = step => Probe?.Invoke(step) ?? Task.CompletedTask,
        });
        _stores.Add(store);
        var options = Microsoft.Extensions.Options.Options.Create(new JournaledStateManagerOptions { JournalFormatKey = format });
        return new PostgresJournalStorageProvider(store, options);
    }

    /// <summary>Every batch fails at this step, as if the connection broke, until the answer is disposed.</summary>
    public IDisposable Break(StorageStep at)
    {
        Probe = step => step == at ? throw new NpgsqlException("the network of this test fails") : Task.CompletedTask;
        return new Mending(this);
    }

    public async Task CloseAsync()
    {
        foreach (var store in _stores)
            await store.DisposeAsync();
        _stores.Clear();
    }

    public async ValueTask DisposeAsync() => await CloseAsync();

    private sealed class Mending(PostgresFixture fixture) : IDisposable
    {
        public void Dispose() => fixture.Probe = null;
    }
}

/// <summary>Holds the first batch at a step, so that what is written meanwhile surely comes after it.</summary>
internal sealed class PostgresGate
{
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _commits;

    public PostgresGate(PostgresFixture fixture, StorageStep at = StorageStep.Writing) => fixture.Probe = step =>
    {
        if (step == StorageStep.Committed)
            Interlocked.Increment(ref _commits);
        if (step != at)
            return Task.CompletedTask;
        _held.TrySetResult();
        return _open.Task;
    };

    public Task Held => _held.Task;

    public int Commits => Volatile.Read(ref _commits);

    public void Open() => _open.TrySetResult();

    /// <summary>What is held ends with this error.</summary>
    public void Fail(Exception failure) => _open.TrySetException(failure);
}
