using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Journaling;
using Orleans.Journaling.Json;
using Orleans.Storage;
using Orleans.TestingHost;

namespace LmsActors.Storage;

[Alias("tests.storage.counter")]
public interface ICounterGrain : IGrainWithStringKey
{
    [Alias("add")]
    Task<int> AddAsync(int amount);

    [Alias("get")]
    Task<int> GetAsync();
}

[GrainType("tests-storage-counter")]
internal sealed class CounterGrain(IDurableStateManager states) : Grain, ICounterGrain
{
    private readonly IDurableValue<int> _sum = states.GetOrAddValue<int>("sum");

    public async Task<int> AddAsync(int amount)
    {
        _sum.Value += amount;
        await states.WriteStateAsync(CancellationToken.None);
        return _sum.Value;
    }

    public Task<int> GetAsync() => Task.FromResult(_sum.Value);
}

/// <summary>Grains on the embedded storage, in a real silo.</summary>
public sealed class SqliteGrainTests : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lmsactors-grains-");
    private Action<StorageStep>? _probe;
    private InProcessTestCluster? _cluster;

    private IGrainFactory Grains => _cluster!.Client;

    private IServiceProvider Silo => _cluster!.Silos[0].ServiceProvider;

    public ValueTask InitializeAsync() => StartAsync("orleans-binary");

    public async ValueTask DisposeAsync()
    {
        await _cluster!.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Grain_StartedAgain_HasWhatWasAcknowledged()
    {
        for (var count = 0; count < 50; count++)
            await Grains.GetGrain<ICounterGrain>("a").AddAsync(1);

        await RestartAsync("orleans-binary");

        Assert.Equal(50, await Grains.GetGrain<ICounterGrain>("a").GetAsync());
        Assert.Equal(51, await Grains.GetGrain<ICounterGrain>("a").AddAsync(1));
    }

    [Fact]
    public async Task Grain_InAnotherFormat_IsReadInItsOwnAndRewritten()
    {
        await Grains.GetGrain<ICounterGrain>("a").AddAsync(7);
        Assert.Equal("orleans-binary", await FormatAsync());

        await RestartAsync(JsonLinesJournalFormat.JournalFormatKey);

        Assert.Equal(8, await Grains.GetGrain<ICounterGrain>("a").AddAsync(1));
        Assert.Equal(JsonLinesJournalFormat.JournalFormatKey, await FormatAsync());
        await RestartAsync("orleans-binary");
        Assert.Equal(8, await Grains.GetGrain<ICounterGrain>("a").GetAsync());
    }

    [Fact]
    public async Task Grain_WrittenByAnotherOwner_FailsOnceAndRecovers()
    {
        var grain = Grains.GetGrain<ICounterGrain>("a");
        await grain.AddAsync(1);
        var journal = (await JournalsAsync()).Single();
        var other = Silo.GetRequiredService<IJournalStorageProvider>().CreateStorage(journal);
        var bytes = await other.ReadAllAsync();
        await other.ReplaceAsync(new(bytes.ToArray()), CancellationToken.None);

        await Assert.ThrowsAsync<InconsistentStateException>(() => grain.AddAsync(1));

        Assert.Equal(1, await ReadAnewAsync(grain));
        Assert.Equal(2, await grain.AddAsync(1));
    }

    [Fact]
    public async Task Grain_WhileTheDiskFails_AnswersAnErrorAndRecovers()
    {
        var grain = Grains.GetGrain<ICounterGrain>("a");
        await grain.AddAsync(1);
        _probe = step => throw new IOException("no space left");
        await Assert.ThrowsAsync<StorageUnavailableException>(() => grain.AddAsync(1));
        _probe = null;

        Assert.Equal(1, await ReadAnewAsync(grain));
        Assert.Equal(2, await grain.AddAsync(1));
    }

    /// <summary>After a failed write the activation goes, and calls that it still gets end as the write did.</summary>
    private static async Task<int> ReadAnewAsync(ICounterGrain grain)
    {
        while (true)
        {
            try
            {
                return await grain.GetAsync();
            }
            catch (Exception failure) when (failure is StorageUnavailableException or InconsistentStateException)
            {
                // Rejected by the activation that goes; the next one is not far.
            }
        }
    }

    private async Task<string?> FormatAsync()
    {
        var journal = (await JournalsAsync()).Single();
        return (await Silo.GetRequiredService<IJournalStorageProvider>().CreateStorage(journal).GetMetadataAsync())?.FormatKey;
    }

    private async Task<List<JournalId>> JournalsAsync()
    {
        var found = new List<JournalId>();
        await foreach (var entry in Silo.GetRequiredService<IJournalStorageCatalog>().ListAsync(new() { Prefix = new("tests-storage-counter/") }))
            found.Add(entry.Id);
        return found;
    }

    private async Task RestartAsync(string format)
    {
        await _cluster!.DisposeAsync();
        await StartAsync(format);
    }

    private async ValueTask StartAsync(string format)
    {
        var builder = new InProcessTestClusterBuilder(initialSilosCount: 1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddSqliteStorage(options =>
            {
                options.Path = _folder.FullName;
                options.Probe = (step, _) => _probe?.Invoke(step);
            });
            silo.UseJsonJournalFormat(new DefaultJsonTypeInfoResolver());
            silo.Services.Configure<JournaledStateManagerOptions>(options => options.JournalFormatKey = format);
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }
}
