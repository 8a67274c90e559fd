using CsCheck;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Journaling;
using Orleans.Providers;
using Orleans.TestingHost;

namespace LmsActors.Kernel;

/// <summary>The promises of the log: acknowledged is durable, once, in order; derived actors and watchers follow.</summary>
public sealed class LogGrainTests : IAsyncLifetime
{
    private static readonly Viewer Anyone = new("t", "l", "Anyone", "employees", false, []);
    private readonly FaultyStorage _storage = new();
    private readonly DeliveryGate _gate = new();
    private InProcessTestCluster _cluster = null!;

    public async ValueTask InitializeAsync()
    {
        var builder = new InProcessTestClusterBuilder(3);
        builder.ConfigureSilo((_, silo) =>
        {
            silo.AddKernel();
            silo.Services.AddSingleton(_gate);
            silo.AddJournalStorage(ProviderConstants.DEFAULT_STORAGE_PROVIDER_NAME, _ => _storage);
            silo.Services.Configure<LogOptions>(options => options.OutboxMaxBackoff = TimeSpan.FromMilliseconds(50));
        });
        _cluster = builder.Build();
        await _cluster.DeployAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _storage.Next = () => WriteFault.None;
        await _cluster.DisposeAsync();
    }

    [Fact]
    public async Task Commit_RepeatedOperation_AnswersTheFirstResult()
    {
        var ledger = Ledger("repeat");
        var operation = new Operation(Ids.DeriveGuid("a"), 1);

        var first = await ledger.BookAsync(operation, "x");
        await ledger.BookAsync(new(Ids.DeriveGuid("b"), 1), "y");
        var again = await ledger.BookAsync(operation, "x");

        Assert.Equal(first.Value, again.Value);
        Assert.Equal(["x", "y"], await ledger.MarksAsync());
    }

    [Fact]
    public async Task Commit_RepeatedOperationWithOtherContent_IsRefused()
    {
        var ledger = Ledger("reuse");
        await ledger.BookAsync(new(Ids.DeriveGuid("a"), 1), "x");

        var other = await ledger.BookAsync(new(Ids.DeriveGuid("a"), 2), "z");

        Assert.Equal("operation.reused", other.Refusal?.Code);
    }

    [Fact]
    public async Task Commit_RepeatedOperationAfterReactivation_IsStillKnown()
    {
        var ledger = Ledger("reactivated");
        var operation = new Operation(Ids.DeriveGuid("a"), 1);
        await ledger.BookAsync(operation, "x");
        await _cluster.DeactivateAsync(ledger);

        Assert.Equal(1, (await ledger.BookAsync(operation, "x")).Value);
        Assert.Equal(["x"], await ledger.MarksAsync());
    }

    [Fact]
    public async Task Commit_AnswerLost_IsNotAcknowledgedAndARetryIsNotDoubled()
    {
        var ledger = Ledger("lost");
        await ledger.BookAsync(Operation.None, "x");
        _storage.Next = () => WriteFault.AnswerLost;
        var operation = new Operation(Ids.DeriveGuid("a"), 1);

        await Assert.ThrowsAsync<OutcomeUnknownException>(() => ledger.BookAsync(operation, "y"));
        _storage.Next = () => WriteFault.None;

        Assert.Equal(2, (await RetryAsync(() => ledger.BookAsync(operation, "y"))).Value);
        Assert.Equal(["x", "y"], await ledger.MarksAsync());
    }

    [Fact]
    public async Task Outbox_OwnerLeftWithEventsOwed_IsWokenWithoutACall()
    {
        var ledger = Ledger("owing");
        _gate.IsShut = true;
        await ledger.BookAsync(Operation.None, "x");
        await _cluster.DeactivateAsync(ledger);
        _gate.IsShut = false;

        await SweepAsync();

        Assert.True(await SweepAsync() >= 1);
        await EventuallyAsync(async () => (await Mirror("owing").MarksAsync()).SequenceEqual(["x"]));
    }

    [Fact]
    public async Task Stream_SnapshotAndEvents_EqualAFreshSnapshot()
    {
        var ledger = Ledger("stream");
        var follower = new StreamFollower(_cluster.Client, ledger, Anyone);
        await ledger.BookAsync(Operation.None, "before");
        await follower.AttachAsync();
        for (var i = 0; i < 50; i++)
        {
            await ledger.BookAsync(Operation.None, $"m{i}");
        }

        await EventuallyAsync(() =>
        {
            follower.TakePushed();
            return Task.FromResult(follower.Marks.Count == 51);
        });
        Assert.Equal(await ledger.MarksAsync(), follower.Marks);
    }

    [Fact]
    public async Task Anything_Interleaved_LeavesOneLog()
    {
        var run = 0;
        await Gen.Select(Gen.Int[0, 9].Array[5, 60], Gen.Int[0, int.MaxValue]).SampleAsync(
            async (steps, seed) => await InterleaveAsync($"any-{Interlocked.Increment(ref run)}", steps, new Random(seed)),
            iter: 40,
            threads: 1,
            print: input => $"steps [{string.Join(',', input.Item1)}], seed {input.Item2}");
    }

    /// <summary>
    /// Books concurrently while writes fail and the actor goes away; retries until each booking is answered; then compares the log, the mirror and a
    /// watcher with what was acknowledged.
    /// </summary>
    private async Task InterleaveAsync(string name, int[] steps, Random random)
    {
        var (ledger, follower) = (Ledger(name), new StreamFollower(_cluster.Client, Ledger(name), Anyone));
        await follower.AttachAsync();
        var bookings = new List<Task<string>>();
        for (var i = 0; i < steps.Length; i++)
        {
            var fault = steps[i] switch { 0 => WriteFault.Refused, 1 => WriteFault.AnswerLost, _ => WriteFault.None };
            var left = fault == WriteFault.None ? 0 : 1;
            _storage.Next = () => Interlocked.Decrement(ref left) >= 0 ? fault : WriteFault.None;
            bookings.Add(BookAsync(ledger, new(Ids.DeriveGuid(name, $"{i}"), 7), $"{name}-{i}"));
            if (steps[i] == 2)
            {
                await RetryAsync(async () => { await ledger.LeaveAsync(); return true; });
            }

            if (random.Next(3) == 0)
            {
                await bookings[random.Next(bookings.Count)];
                await RetryAsync(async () => { await follower.AttachAsync(); return true; });
                follower.TakePushed();
            }
        }

        var acknowledged = await Task.WhenAll(bookings);
        _storage.Next = () => WriteFault.None;
        var marks = await RetryAsync(ledger.MarksAsync);
        Assert.Equal(acknowledged.Order(), marks.Order());
        await RetryAsync(async () => { await follower.CatchUpAsync(); return true; });
        Assert.Equal(marks, follower.Marks);
        await ledger.LeaveAsync();
        Assert.Equal(marks, await RetryAsync(ledger.MarksAsync));
        await EventuallyAsync(async () => (await RetryAsync(Mirror(name).MarksAsync)).SequenceEqual(marks));
    }

    private static async Task<string> BookAsync(ILedgerGrain ledger, Operation operation, string mark)
    {
        var booked = await RetryAsync(() => ledger.BookAsync(operation, mark));
        Assert.True(booked.IsOk);
        return mark;
    }

    private static async Task<T> RetryAsync<T>(Func<Task<T>> call)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                return await call();
            }
            catch (Exception) when (attempt < 50)
            {
                // Unknown outcome, or an activation on its way out: what a client does is the same call again.
                await Task.Yield();
            }
        }
    }

    /// <summary>Waits for something that other actors do on their own; each look is a call to an actor, so this is no idle spin.</summary>
    private static async Task EventuallyAsync(Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!await holds())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private async Task<int> SweepAsync() => (await Task.WhenAll(Enumerable.Range(0, OutboxRegistry.Shards)
        .Select(shard => _cluster.Client.GetGrain<IOutboxRegistryGrain>(OutboxRegistry.Key(shard)).SweepAsync()))).Sum();

    private ILedgerGrain Ledger(string name) => _cluster.Client.GetGrain<ILedgerGrain>($"t/{name}");

    private IMirrorGrain Mirror(string name) => _cluster.Client.GetGrain<IMirrorGrain>($"t/{name}");
}
