using System.Text;
using LmsActors.Storage.Sqlite;
using Orleans.Journaling;
using Orleans.Serialization.Buffers;

namespace LmsActors.Storage;

/// <summary>What is sorted from the tail to the chunks, while others write and read.</summary>
public sealed class SqliteTailTests : IAsyncDisposable
{
    private readonly SqliteFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Read_WhileOthersWriteAndSort_SeesAPrefixWithAllThatWasAcknowledged()
    {
        _fixture.Options.TailBytes = 2 << 10;
        var provider = _fixture.Open();
        var acknowledged = new int[4];
        var writers = Enumerable.Range(0, 4).Select(async number =>
        {
            var owner = await provider.OwnAsync($"room/{number}");
            for (var entry = 1; entry <= 400; entry++)
            {
                await (entry % 70 == 0 ? owner.ReplaceAsync($"={entry};") : owner.AppendAsync($"{entry};"));
                Volatile.Write(ref acknowledged[number], entry);
            }
        });
        var writing = Task.WhenAll(writers);

        for (var round = 0; round < 20 || !writing.IsCompleted; round++)
        {
            var number = round % 4;
            var least = Volatile.Read(ref acknowledged[number]);
            var (after, numbers) = StorageChild.Parse(await provider.ReadTextAsync($"room/{number}"));
            Assert.Equal(Enumerable.Range(after + 1, numbers.Length), numbers);
            Assert.InRange(after + numbers.Length, least, 400);
        }

        await writing;
    }

    [Theory]
    [InlineData(1, new long[] { 1, 2, 3 }, "abc")] // copied before all was sorted: nothing twice
    [InlineData(1, new long[] { 3, 4, 5 }, "abc45")]
    [InlineData(1, new long[] { 4, 5 }, "abc45")]
    [InlineData(2, new long[] { 4, 5 }, "abc")] // of a journal that had the name before
    [InlineData(1, new long[0], "abc")]
    public async Task Read_WithACopyOfTheTail_TakesWhatTheChunksLack(long journal, long[] positions, string expected) =>
        Assert.Equal(expected, await ReadWithTailAsync(journal, positions));

    [Fact]
    public Task Read_OfAJournalWithAHole_IsRefused() => Assert.ThrowsAsync<InvalidDataException>(() => ReadWithTailAsync(1, [5]));

    [Fact]
    public async Task Tail_BeyondItsLimit_IsSortedAwayWhenWritesCease()
    {
        _fixture.Options.TailBytes = 10_000;
        var provider = _fixture.Open();
        await Task.WhenAll(Enumerable.Range(0, 200).Select(async number =>
            await (await provider.OwnAsync($"room/{number}")).AppendAsync(new string('x', 100))));

        var rows = await RowsLeftAsync();

        Assert.InRange(rows.TailBytes, 0, 10_000);
        Assert.InRange(rows.Chunks, 100, 200);
        for (var number = 0; number < 200; number++)
            Assert.Equal(100, (await provider.ReadTextAsync($"room/{number}")).Length);
    }

    [Fact]
    public async Task Database_OfJournalsThatAreReplaced_UsesItsSpaceAgain()
    {
        _fixture.Options.TailBytes = 64 << 10;
        var owner = await _fixture.Open().OwnAsync("room/1");
        var snapshot = new string('s', 1 << 20);
        for (var round = 0; round < 40; round++)
        {
            for (var count = 0; count < 20; count++)
                await owner.AppendAsync(new string('x', 10_000));
            await owner.ReplaceAsync(snapshot);
        }

        await _fixture.CloseAsync();

        Assert.InRange(new DirectoryInfo(_fixture.Options.Path).EnumerateFiles().Sum(file => file.Length), 1 << 20, 6 << 20);
    }

    [Fact]
    public async Task Compaction_ByEntries_ScalesWithTheSnapshot()
    {
        (_fixture.Options.CompactAfterEntries, _fixture.Options.CompactAfterBytes) = (10, 1000);
        var provider = _fixture.Open();
        var owner = await provider.OwnAsync("room/1");
        await owner.ReplaceAsync(new string('s', 4000)); // twice as large as what pays after 10 entries or 1000 bytes
        for (var count = 1; count <= 20; count++)
        {
            Assert.False(owner.IsCompactionRequested);
            await owner.AppendAsync("x");
        }

        Assert.True(owner.IsCompactionRequested);
        await _fixture.CloseAsync();
        provider = _fixture.Open();
        Assert.True((await provider.OwnAsync("room/1")).IsCompactionRequested);
    }

    [Fact]
    public async Task Names_OfAnyText_AreKept()
    {
        var provider = _fixture.Open();
        string[] names = ["a'b\"c", "nul\0l", "ünï/\U0001F600", " blank ", new string('n', 2000)];
        foreach (var name in names)
            await (await provider.OwnAsync(name)).AppendAsync(name);

        foreach (var name in names)
            Assert.Equal(name, await provider.ReadTextAsync(name));
        var listed = new List<string>();
        await foreach (var entry in ((IJournalStorageCatalog)provider).ListAsync())
            listed.Add(entry.Id.Value);
        Assert.Equal(names.Order(StringComparer.Ordinal), listed.Order(StringComparer.Ordinal));
    }

    /// <summary>Reads a journal whose chunks hold three writes, with a tail as it could have been copied.</summary>
    private async Task<string> ReadWithTailAsync(long journal, long[] positions)
    {
        _fixture.Options.TailBytes = 0;
        var owner = await _fixture.Open().OwnAsync("room/1");
        foreach (var text in new[] { "a", "b", "c" })
            await owner.AppendAsync(text);
        Assert.Equal(0, (await RowsLeftAsync()).TailBytes);

        var tail = positions.Select(position => new TailEntry(position, Encoding.UTF8.GetBytes($"{position}"))).ToArray();
        using var reader = new JournalReader(SqliteDatabase.OpenForReading(Path.Combine(_fixture.Options.Path, "lmsactors.db")));
        using var buffer = new ArcBufferWriter();
        Assert.False(new JournalReading("room/1", (journal, tail)).Fill(reader, buffer));
        return Encoding.UTF8.GetString(new JournalBufferReader(buffer.Reader, isCompleted: true).ToArray());
    }

    /// <summary>What the tables hold after so many batches that nothing is left to sort.</summary>
    private async Task<(long TailBytes, long Chunks)> RowsLeftAsync()
    {
        for (var batch = 0; batch < 30; batch++)
            await _fixture.Store!.SubmitAsync(new HealOperation(), CancellationToken.None);
        using var database = SqliteDatabase.OpenForReading(Path.Combine(_fixture.Options.Path, "lmsactors.db"));
        var query = database.Prepare("SELECT (SELECT ifnull(sum(length(data)), 0) FROM tail), (SELECT count(*) FROM chunks)");
        query.Step();
        return (query.Int64(0), query.Int64(1));
    }
}
