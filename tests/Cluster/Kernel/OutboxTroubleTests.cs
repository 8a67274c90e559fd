using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Journaling;
using Orleans.Providers;
using Orleans.TestingHost;

namespace LmsActors.Kernel;

/// <summary>A poisoned message, and a receiver whose log is damaged: they are set aside, and hold up nobody else. An outage is waited for.</summary>
public sealed class OutboxTroubleTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(300);
    private readonly FaultyStorage _storage = new();
    private readonly DeliveryGate _gate = new();
    private readonly MeterListener _listener = new();
    private InProcessTestCluster _cluster = null!;
    private long _aside;

    public async ValueTask InitializeAsync()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Name == "lmsactors.outbox.set_aside")
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref _aside, count));
        _listener.Start();
        var builder = new InProcessTestClusterBuilder(3);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddKernel();
            silo.Services.AddSingleton(_gate);
            silo.AddJournalStorage(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, _ => _storage);
            silo.Services.Configure<LogOptions>(options => (options.OutboxMaxBackoff, options.OutboxPatience) = (TimeSpan.FromMilliseconds(50), Patience));
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _listener.Dispose();
        await _cluster.DisposeAsync();
    }

    [Fact]
    public async Task Deliver_PoisonedEvent_IsSetAsideAndTheOthersArriveInOrder()
    {
        _gate.Fault = mark => mark.StartsWith("poison", StringComparison.Ordinal) ? new InvalidOperationException("This one never works.") : null;
        var ledger = Ledger("poisoned");
        foreach (var mark in new[] { "a", "poison", "b", "c", "poison again", "d" })
        {
            await ledger.BookAsync(Operation.None, mark);
        }

        await TestSilo.UntilAsync(async () => (await Mirror("poisoned").MarksAsync()).SequenceEqual(["a", "b", "c", "d"]));
        await TestSilo.UntilAsync(async () => await ledger.AsReference<IOutboxOwner>().OwedAsync() == 0);
        Assert.Equal(2, _aside);
        Assert.Equal(6, (await ledger.MarksAsync()).Count);
    }

    [Fact]
    public async Task Deliver_ToAReceiverThatIsDamaged_IsSetAsideAndTheSenderGoesOn()
    {
        _storage.IsDamaged = log => log.Contains("test-mirror", StringComparison.Ordinal) && log.Contains("damaged", StringComparison.Ordinal);
        var (ledger, other) = (Ledger("damaged"), Ledger("sound"));
        for (var i = 0; i < 20; i++)
        {
            await ledger.BookAsync(Operation.None, $"m{i}");
            await other.BookAsync(Operation.None, $"m{i}");
        }

        await TestSilo.UntilAsync(async () => await ledger.AsReference<IOutboxOwner>().OwedAsync() == 0);
        await TestSilo.UntilAsync(async () => (await Mirror("sound").MarksAsync()).Count == 20);
        Assert.Equal(20, _aside);
        var refused = await Assert.ThrowsAnyAsync<Exception>(Mirror("damaged").MarksAsync);
        Assert.Contains("damaged", LogDamagedException.In(refused)!.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deliver_WhileTheWayIsAway_WaitsForItBeyondEveryPatience()
    {
        var failures = 0;
        _gate.Fault = _ => Interlocked.Increment(ref failures) < 20 ? new IOException("Nobody is there.") : null;
        var ledger = Ledger("away");
        await ledger.BookAsync(Operation.None, "a");
        await ledger.BookAsync(Operation.None, "b");

        await TestSilo.UntilAsync(async () => (await Mirror("away").MarksAsync()).SequenceEqual(["a", "b"]));
        Assert.Equal(0, _aside);
    }

    private ILedgerGrain Ledger(string name) => _cluster.Client.GetGrain<ILedgerGrain>($"t/{name}");

    private IMirrorGrain Mirror(string name) => _cluster.Client.GetGrain<IMirrorGrain>($"t/{name}");
}
