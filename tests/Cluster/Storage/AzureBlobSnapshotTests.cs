using Orleans.Journaling;
using Orleans.Storage;

namespace LmsActors.Storage;

/// <summary>Snapshots: published in one step, by one owner, and swept when they never were.</summary>
[Collection(nameof(AzuriteServer))]
public sealed class AzureBlobSnapshotTests(AzuriteServer server) : IDisposable
{
    private readonly AzureBlobFixture _fixture = new(server);

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Writes_OfManyOwnersAtOnce_LeaveOneHistory()
    {
        var provider = await _fixture.OpenAsync();
        await (await provider.OwnAsync("room/1")).AppendAsync("begin");
        for (var round = 0; round < 10; round++)
        {
            var before = await provider.ReadTextAsync("room/1");
            var owners = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => provider.OwnAsync("room/1")));
            var outcomes = await Task.WhenAll(owners.Select((owner, number) => TryAsync(
                () => number % 2 == 0 ? owner.ReplaceAsync($"={round}.{number}") : owner.AppendAsync($"+{round}.{number}"))));

            var winner = Array.IndexOf(outcomes, true);
            Assert.Single(outcomes, won => won);
            Assert.Equal(winner % 2 == 0 ? $"={round}.{winner}" : $"{before}+{round}.{winner}", await provider.ReadTextAsync("room/1"));
        }

        Assert.InRange((await _fixture.BlobsAsync()).Count, 1, 2); // the losers took their snapshots away
    }

    [Fact]
    public async Task Reading_WhileSnapshotsArePublished_IsOldOrNewAndWhole()
    {
        var provider = await _fixture.OpenAsync();
        var owner = await provider.OwnAsync("room/1");
        await owner.ReplaceAsync(Snapshot(0));
        var done = false;
        var read = 0;
        async Task ReadAsync()
        {
            while (!Volatile.Read(ref done))
            {
                var text = await provider.ReadTextAsync("room/1");
                Assert.True(text.Length == 20_000 && text.All(letter => letter == text[0]), "Half a snapshot was read.");
                Interlocked.Increment(ref read);
            }
        }

        var readers = Enumerable.Range(0, 4).Select(_ => ReadAsync()).ToArray();
        for (var count = 1; count <= 50; count++)
            await owner.ReplaceAsync(Snapshot(count));
        Volatile.Write(ref done, true);
        await Task.WhenAll(readers);
        Assert.NotEqual(0, read);
    }

    [Fact]
    public async Task Replace_KilledBeforeItIsPublished_LeavesTheOldAndAnOrphanThatIsSwept()
    {
        var provider = await _fixture.OpenAsync();
        var owner = await provider.OwnAsync("room/1");
        await owner.ReplaceAsync("published ");
        await owner.AppendAsync("appended");
        var published = await _fixture.BlobsAsync();
        _fixture.Network.FateOf = request => AzureNetwork.IsBegin(request) ? Fate.Lost : Fate.Answered;
        await Assert.ThrowsAsync<StorageUnavailableException>(() => owner.ReplaceAsync("never"));
        _fixture.Network.FateOf = _ => Fate.Answered;

        Assert.Equal("published appended", await provider.ReadTextAsync("room/1"));
        Assert.Equal(published.Count + 1, (await _fixture.BlobsAsync()).Count);
        Assert.Equal(0, await SweepAsync(TimeSpan.FromHours(1))); // too young
        Assert.Equal(1, await SweepAsync(TimeSpan.Zero));
        Assert.Equal(published, await _fixture.BlobsAsync());
        Assert.Equal(0, await SweepAsync(TimeSpan.Zero));
        Assert.Equal("published appended", await provider.ReadTextAsync("room/1"));
        await owner.AppendAsync(" and after"); // the sweep wrote nothing that fences
        Assert.Equal("published appended and after", await provider.ReadTextAsync("room/1"));
    }

    [Fact]
    public async Task Sweep_WhileAReplaceIsBetweenUploadAndPublishing_LosesNothing()
    {
        var provider = await _fixture.OpenAsync();
        var owner = await provider.OwnAsync("room/1");
        await owner.AppendAsync("old");
        var (first, swept) = (1, 0);
        // Before the publishing is sent, a sweep finds the snapshot and takes it away.
        _fixture.Network.Before = async request =>
        {
            if (AzureNetwork.IsBegin(request) && Interlocked.Exchange(ref first, 0) == 1)
                swept = await SweepAsync(TimeSpan.Zero);
        };
        await owner.ReplaceAsync("new");

        Assert.Equal(1, swept);
        Assert.Equal("new", await provider.ReadTextAsync("room/1"));
        Assert.Equal(2, (await _fixture.BlobsAsync()).Count);
    }

    [Fact]
    public async Task Sweep_OfADeletedJournalsSnapshot_DeletesIt()
    {
        var provider = await _fixture.OpenAsync();
        var owner = await provider.OwnAsync("room/1");
        await owner.ReplaceAsync("snapshot");
        _fixture.Network.FateOf = request => request.Method == Azure.Core.RequestMethod.Delete && !request.Uri.Path.EndsWith(".log", StringComparison.Ordinal)
            ? Fate.Lost
            : Fate.Answered;
        await owner.DeleteAsync();
        _fixture.Network.FateOf = _ => Fate.Answered;

        Assert.Single(await _fixture.BlobsAsync());
        Assert.Equal(1, await SweepAsync(TimeSpan.Zero));
        Assert.Empty(await _fixture.BlobsAsync());
    }

    [Fact]
    public async Task Compaction_OfManyBlocks_IsAskedForBelowTheServersLimitHoweverLargeTheSnapshot()
    {
        var gauge = new CompactionGauge(afterEntries: 10_000, afterBytes: 4 << 20, mostEntries: 20_000);
        gauge.Replaced(1L << 30);
        gauge.Appended(19_999, 0);
        Assert.False(gauge.IsDue);
        gauge.Appended(1, 0);

        Assert.True(gauge.IsDue);
        _fixture.Options.CompactAfterEntries = 2;
        var owner = await (await _fixture.OpenAsync()).OwnAsync("room/1");
        await owner.AppendAsync("one");
        Assert.False(owner.IsCompactionRequested);
        await owner.AppendAsync("two");
        Assert.True(owner.IsCompactionRequested);
    }

    [Fact]
    public async Task Metadata_TooLarge_AreRefusedBeforeTheyAreSent()
    {
        var storage = (await _fixture.OpenAsync()).CreateStorage(new JournalId("room/1"));

        await Assert.ThrowsAsync<ArgumentException>(
            async () => await storage.CreateIfNotExistsAsync(new Dictionary<string, string> { ["a"] = new('x', 8 << 10) }));
        Assert.Null(await storage.GetMetadataAsync());
    }

    private static string Snapshot(int count) => new((char)('a' + count % 26), 20_000);

    private static async Task<bool> TryAsync(Func<Task> write)
    {
        try
        {
            await write();
            return true;
        }
        catch (InconsistentStateException)
        {
            return false;
        }
    }

    private Task<int> SweepAsync(TimeSpan age)
    {
        _fixture.Options.OrphanAge = age;
        return _fixture.Sweeper().SweepAsync(CancellationToken.None);
    }
}
