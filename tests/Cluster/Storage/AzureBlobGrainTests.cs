using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Journaling;
using Orleans.TestingHost;

namespace LmsActors.Storage;

[Alias("tests.storage.busy-counter")]
public interface IBusyCounterGrain : IGrainWithStringKey
{
    [Alias("add")]
    Task<int> AddAsync(int amount);

    [Alias("get")]
    Task<int> GetAsync();
}

/// <summary>All callers of the moment share a write.</summary>
[GrainType("tests-storage-busy-counter"), Reentrant]
internal sealed class BusyCounterGrain(IDurableStateManager states) : Grain, IBusyCounterGrain
{
    private readonly IDurableValue<int> _sum = states.GetOrAddValue<int>("sum");

    public async Task<int> AddAsync(int amount)
    {
        var sum = _sum.Value += amount;
        await states.WriteStateAsync(CancellationToken.None);
        return sum;
    }

    public Task<int> GetAsync() => Task.FromResult(_sum.Value);
}

/// <summary>Grains on Azure Storage, in a real silo.</summary>
[Collection(nameof(AzuriteServer))]
public sealed class AzureBlobGrainTests(AzuriteServer server) : IAsyncLifetime
{
    private readonly AzureBlobFixture _fixture = new(server);
    private InProcessTestCluster? _cluster;

    private IGrainFactory Grains => _cluster!.Client;

    public async ValueTask InitializeAsync()
    {
        await _fixture.OpenAsync();
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _cluster!.DisposeAsync();
        _fixture.Dispose();
    }

    [Fact]
    public async Task Grain_WithManyCallers_TakesATenthOfARequestForEachAtMost()
    {
        const int Callers = 256, Each = 20;
        var grain = Grains.GetGrain<IBusyCounterGrain>("a");
        await grain.AddAsync(0);
        var before = _fixture.Network.Requests;

        await Task.WhenAll(Enumerable.Range(0, Callers).Select(async _ =>
        {
            for (var count = 0; count < Each; count++)
                await grain.AddAsync(1);
        }));

        var requests = _fixture.Network.Requests - before;
        TestContext.Current.TestOutputHelper?.WriteLine($"{requests} requests for {Callers * Each} appends");
        Assert.True(requests <= Callers * Each / 10, $"{requests} requests for {Callers * Each} appends.");
        await RestartAsync();
        Assert.Equal(Callers * Each, await Grains.GetGrain<IBusyCounterGrain>("a").GetAsync());
    }

    [Fact]
    public async Task Grain_WhoseLogIsCompacted_HasWhatWasAcknowledged()
    {
        var grain = Grains.GetGrain<ICounterGrain>("a");
        for (var count = 0; count < 30; count++)
            await grain.AddAsync(1);

        var head = await _fixture.Store.Logs.FindAsync((await JournalsAsync()).Single().Value);
        Assert.NotNull(head!.Snapshot);
        await RestartAsync();
        Assert.Equal(31, await Grains.GetGrain<ICounterGrain>("a").AddAsync(1));
    }

    [Fact]
    public async Task Grain_DuringAnOutage_AnswersAnErrorAndRecovers()
    {
        var grain = Grains.GetGrain<ICounterGrain>("a");
        await grain.AddAsync(1);
        using (_fixture.BreakWrites())
            await Assert.ThrowsAsync<StorageUnavailableException>(() => grain.AddAsync(1));

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
            catch (StorageUnavailableException)
            {
                // Rejected by the activation that goes; the next one is not far.
            }
        }
    }

    private async Task<List<JournalId>> JournalsAsync()
    {
        var found = new List<JournalId>();
        var catalog = _cluster!.Silos[0].ServiceProvider.GetRequiredService<IJournalStorageCatalog>();
        await foreach (var entry in catalog.ListAsync(new() { Prefix = new("tests-storage-counter/") }))
            found.Add(entry.Id);
        return found;
    }

    private async Task RestartAsync()
    {
        await _cluster!.DisposeAsync();
        await StartAsync();
    }

    private async ValueTask StartAsync()
    {
        var builder = new InProcessTestClusterBuilder(initialSilosCount: 1);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddAzureBlobStorage(options =>
            {
                options.ConnectionString = _fixture.Options.ConnectionString;
                options.Container = _fixture.Options.Container;
                options.Client = _fixture.Options.Client;
                options.CompactAfterEntries = 25;
            });
            silo.Services.Configure<JournaledStateManagerOptions>(options => options.JournalFormatKey = "orleans-binary");
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }
}
