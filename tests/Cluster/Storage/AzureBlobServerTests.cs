using Orleans.Journaling;
using Orleans.Storage;

namespace LmsActors.Storage;

/// <summary>A server of their own, which goes away and comes back while they write.</summary>
public sealed class AzureBlobServerTests : IAsyncLifetime
{
    private const int Writers = 8;

    private readonly AzuriteServer _server = new();

    public ValueTask InitializeAsync() => _server.InitializeAsync();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task Server_EndedAndStartedAgainAmongWrites_HasExactlyWhatWasAcknowledgedOrUnknown()
    {
        using var fixture = new AzureBlobFixture(_server);
        var provider = await fixture.OpenAsync();
        var (acknowledged, wanted) = (0, long.MaxValue);
        var begun = Signal();
        var failed = Signal();
        var writers = Enumerable.Range(0, Writers).Select(number => WriteAsync(
            provider,
            $"room/{number}",
            () =>
            {
                if (Interlocked.Increment(ref acknowledged) == 100)
                    begun.TrySetResult();
            },
            () => failed.TrySetResult(),
            () => Volatile.Read(ref acknowledged) >= Interlocked.Read(ref wanted))).ToArray();
        await begun.Task;

        await _server.StopAsync();
        await failed.Task;
        await _server.StartAsync();
        Interlocked.Exchange(ref wanted, Volatile.Read(ref acknowledged) + 200);

        foreach (var (journal, writes) in (await Task.WhenAll(writers)).Select((writes, journal) => (journal, writes)))
        {
            var stored = (await provider.ReadTextAsync($"room/{journal}")).Split(';', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse).ToList();
            Assert.Equal(stored.Distinct().Order(), stored); // in order, nothing twice
            Assert.Subset(stored.ToHashSet(), writes.Acknowledged);
            Assert.Subset(writes.Acknowledged.Concat(writes.Unknown).ToHashSet(), stored.ToHashSet());
        }
    }

    private static TaskCompletionSource Signal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Writes numbers until it is enough; a number whose write failed is unknown, and is not written again.</summary>
    private static async Task<(HashSet<int> Acknowledged, HashSet<int> Unknown)> WriteAsync(
        IJournalStorageProvider provider, string name, Action onAcknowledged, Action onFailed, Func<bool> isEnough)
    {
        var (acknowledged, unknown) = (new HashSet<int>(), new HashSet<int>());
        IJournalStorage? owner = null;
        for (var number = 0; !isEnough(); number++)
        {
            try
            {
                owner ??= await provider.OwnAsync(name);
                unknown.Add(number);
                await owner.AppendAsync($"{number};");
                acknowledged.Add(number);
                onAcknowledged();
            }
            catch (Exception failure) when (failure is StorageUnavailableException or InconsistentStateException)
            {
                owner = null; // as a grain does: the next activation reads
                onFailed();
            }
        }

        return (acknowledged, unknown);
    }
}
