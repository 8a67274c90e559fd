using LmsActors.Chat;
using LmsActors.NameDirectory;
using LmsActors.Storage;
using LmsActors.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Journaling;
using Orleans.Providers;
using Orleans.TestingHost;

namespace LmsActors.Kernel;

/// <summary>
/// A real cluster in this process with the real actors on real storage in a folder of its own, shared by the tests of a class: use a
/// tenant of your own per test. It has three silos, so that most calls go from one to another and what they carry is really sent.
/// </summary>
public sealed class TestSilo : IAsyncLifetime
{
    private readonly string _data = Directory.CreateTempSubdirectory("lms-silo-").FullName;
    private SqliteJournalStore _store = null!;
    private InProcessTestCluster _cluster = null!;

    public IGrainFactory Grains => _cluster.Client;

    public async ValueTask InitializeAsync()
    {
        var options = new SqliteStorageOptions { Path = _data };
        _store = SqliteJournalStore.Open(options);
        var builder = new InProcessTestClusterBuilder(3);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddKernel().AddNameDirectory().AddChat();
            silo.AddJournalStorage(
                ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME,
                services => ActivatorUtilities.CreateInstance<SqliteJournalStorageProvider>(services, _store));
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await CloseAsync();
        Directory.Delete(_data, recursive: true);
    }

    /// <summary>Ends the silo and starts another one on the same data. References to actors must be got anew.</summary>
    public async Task RestartAsync()
    {
        await CloseAsync();
        await InitializeAsync();
    }

    private async Task CloseAsync()
    {
        await _cluster.DisposeAsync();
        await _store.DisposeAsync();
    }

    /// <summary>The actor <paramref name="id"/> of <paramref name="tenant"/>.</summary>
    public T Get<T>(string tenant, string id)
        where T : IGrainWithStringKey => Grains.GetGrain<T>(new ActorKey(tenant, id).ToString());

    /// <summary>A viewer from whom nobody is hidden.</summary>
    public static Viewer Viewer(string tenant, string learnerId) => new(tenant, learnerId, learnerId, "employees", false, []);

    /// <summary>Ends the activation of an actor: the next call reads its log.</summary>
    public Task DeactivateAsync(IGrainWithStringKey actor) => _cluster.DeactivateAsync(actor);

    /// <summary>Waits until <paramref name="isSo"/>; what actors tell each other takes its time.</summary>
    public static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!await isSo())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(30), "It did not come about in 30 seconds.");
            await Task.Yield();
        }
    }
}
