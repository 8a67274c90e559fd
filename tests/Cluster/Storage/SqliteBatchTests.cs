using System.Buffers;
using System.Diagnostics.Metrics;
using Orleans.Journaling;
using Orleans.Storage;

namespace LmsActors.Storage;

/// <summary>What shares a commit, and what becomes of each of those who share it.</summary>
public sealed class SqliteBatchTests : IAsyncDisposable
{
    private readonly SqliteFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Batch_WithOneFencedWrite_CommitsAllOthersTogether()
    {
        var provider = _fixture.Open();
        var stale = await provider.OwnAsync("room/fenced");
        await (await provider.OwnAsync("room/fenced")).AppendAsync("owner");
        var owners = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => provider.OwnAsync($"room/{number}")));
        var gate = new WriterGate(_fixture);
        var holder = (await provider.OwnAsync("room/holder")).AppendAsync("x");
        await gate.Held;

        var before = owners.Take(25).Select(owner => owner.AppendAsync("y")).ToArray();
        var fenced = stale.AppendAsync("late");
        var after = owners.Skip(25).Select(owner => owner.AppendAsync("y")).ToArray();
        gate.Open();
        await Task.WhenAll([holder, .. before, .. after]);

        await Assert.ThrowsAsync<InconsistentStateException>(() => fenced);
        Assert.Equal(2, gate.Commits);
        Assert.Equal("owner", await provider.ReadTextAsync("room/fenced"));
        Assert.Equal("y", await provider.ReadTextAsync("room/49"));
    }

    [Fact]
    public async Task Batch_WithManyWritesOfOneOwner_KeepsTheirOrder()
    {
        var provider = _fixture.Open();
        var owner = await provider.OwnAsync("room/1");
        var gate = new WriterGate(_fixture);

        var writes = Enumerable.Range(0, 500).Select(number => number == 250 ? owner.ReplaceAsync("=;") : owner.AppendAsync($"{number};")).ToArray();
        gate.Open();
        await Task.WhenAll(writes);

        Assert.Equal("=;" + string.Concat(Enumerable.Range(251, 249).Select(number => $"{number};")), await provider.ReadTextAsync("room/1"));
    }

    [Fact]
    public async Task Batch_WithEveryKindOfWriteToOneJournal_EndsAsIfOneByOne()
    {
        var provider = _fixture.Open();
        var owner = await provider.OwnAsync("room/1");
        await owner.AppendAsync("gone");
        var gate = new WriterGate(_fixture);
        var holder = (await provider.OwnAsync("room/holder")).AppendAsync("x");
        await gate.Held;

        Task[] writes = [owner.DeleteAsync(), owner.AppendAsync("a"), owner.ReplaceAsync("b"), owner.DeleteAsync(), owner.AppendAsync("c"), holder];
        gate.Open();
        await Task.WhenAll(writes);

        Assert.Equal("c", await provider.ReadTextAsync("room/1"));
        await _fixture.CloseAsync();
        Assert.Equal("c", await _fixture.Open().ReadTextAsync("room/1"));
    }

    [Fact]
    public async Task Cancel_OfAWriteThatWaits_WithdrawsItAndLeavesItsMemoryAlone()
    {
        var provider = _fixture.Open();
        var owner = await provider.OwnAsync("room/1");
        var gate = new WriterGate(_fixture);
        var holder = (await provider.OwnAsync("room/holder")).AppendAsync("x");
        await gate.Held;
        using var cancellation = new CancellationTokenSource();

        var waiting = owner.AppendAsync(new ReadOnlySequence<byte>("never"u8.ToArray()), cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        gate.Open();
        await holder;
        await owner.AppendAsync("after");

        Assert.Equal("after", await provider.ReadTextAsync("room/1"));
    }

    [Fact]
    public async Task Cancel_OfAWriteThatWasTaken_AnswersWhatBecameOfIt()
    {
        var provider = _fixture.Open();
        var owner = await provider.OwnAsync("room/1");
        var gate = new WriterGate(_fixture);
        using var cancellation = new CancellationTokenSource();
        var taken = owner.AppendAsync(new ReadOnlySequence<byte>("written"u8.ToArray()), cancellation.Token).AsTask();
        await gate.Held;

        await cancellation.CancelAsync();
        Assert.False(taken.IsCompleted);
        gate.Open();
        await taken;

        Assert.Equal("written", await provider.ReadTextAsync("room/1"));
    }

    [Fact]
    public async Task Dispose_WithWritesWaiting_EndsThemFirst()
    {
        var provider = _fixture.Open();
        var owners = await Task.WhenAll(Enumerable.Range(0, 100).Select(number => provider.OwnAsync($"room/{number}")));
        var gate = new WriterGate(_fixture);
        var writes = owners.Select(owner => owner.AppendAsync("x")).ToArray();
        await gate.Held;

        var closing = _fixture.CloseAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => owners[0].AppendAsync("too late"));
        gate.Open();
        await Task.WhenAll(writes);
        await closing;

        provider = _fixture.Open();
        for (var number = 0; number < 100; number++)
            Assert.Equal("x", await provider.ReadTextAsync($"room/{number}"));
    }

    [Fact]
    public async Task Write_ThatNoDatabaseCouldHold_IsRefusedBeforeItHarmsItsBatch()
    {
        var provider = _fixture.Open();
        var owner = await provider.OwnAsync("room/1");
        var piece = new byte[64 << 20];
        var huge = JournalStorageConformance.Scattered([.. Enumerable.Repeat(piece, 9)]);

        await Assert.ThrowsAsync<ArgumentException>(() => owner.AppendAsync(huge, CancellationToken.None).AsTask());
        await Assert.ThrowsAsync<ArgumentException>(() => owner.ReplaceAsync(huge, CancellationToken.None).AsTask());
        Assert.ThrowsAny<ArgumentException>(() => provider.CreateStorage(new JournalId("half a pair \uD83D")));
        await owner.AppendAsync("x");
    }

    [Fact]
    public async Task Metrics_CountCommitsWritesAndBytes()
    {
        var totals = new Dictionary<string, double>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == "LmsActors.Storage")
                self.EnableMeasurementEvents(instrument);
        };
        void Add(Instrument instrument, double value)
        {
            lock (totals)
                totals[instrument.Name] = totals.GetValueOrDefault(instrument.Name) + value;
        }

        listener.SetMeasurementEventCallback<long>((instrument, value, _, _) => Add(instrument, value));
        listener.SetMeasurementEventCallback<int>((instrument, value, _, _) => Add(instrument, value));
        listener.SetMeasurementEventCallback<double>((instrument, value, _, _) => Add(instrument, value));
        listener.Start();

        var owner = await _fixture.Open().OwnAsync("room/1");
        await owner.AppendAsync("12345");
        await owner.ReplaceAsync("123");
        using (_fixture.Break(StorageStep.Committing))
            await Assert.ThrowsAsync<StorageUnavailableException>(() => owner.AppendAsync("12345"));
        await _fixture.CloseAsync();

        lock (totals)
        {
            Assert.True(totals["lmsactors.storage.commits"] >= 2);
            Assert.True(totals["lmsactors.storage.batch_size"] >= 2);
            Assert.True(totals["lmsactors.storage.bytes"] >= 8);
            Assert.True(totals["lmsactors.storage.commit_seconds"] > 0);
            Assert.True(totals["lmsactors.storage.failures"] >= 1);
        }
    }
}
