using System.Buffers;
using Orleans.Journaling;

namespace LmsActors.Storage;

/// <summary>What every journal storage promises. A provider's tests subclass this and say how to open it.</summary>
public abstract partial class JournalStorageConformance : IAsyncLifetime
{
    protected const string Format = "orleans-binary";

    private IJournalStorageProvider? _provider;

    protected IJournalStorageProvider Provider => _provider ?? throw new InvalidOperationException("The storage is not open.");

    protected IJournalStorageCatalog Catalog => (IJournalStorageCatalog)Provider;

    /// <summary>Opens the storage of this test, the same data each time, with this as the format of what is written.</summary>
    protected abstract Task<IJournalStorageProvider> OpenAsync(string format);

    protected abstract Task CloseAsync();

    /// <summary>Until it is disposed, no write reaches the storage, and each ends with an error.</summary>
    protected abstract IDisposable BreakWrites();

    public virtual async ValueTask InitializeAsync() => _provider = await OpenAsync(Format);

    public virtual async ValueTask DisposeAsync()
    {
        await CloseAsync();
        GC.SuppressFinalize(this);
    }

    protected async Task ReopenAsync(string format = Format)
    {
        await CloseAsync();
        _provider = await OpenAsync(format);
    }

    [Fact]
    public async Task Read_NeverWritten_IsEmptyAndMakesNothing()
    {
        var storage = Provider.CreateStorage(new JournalId("room/1"));

        var bytes = await storage.ReadAllAsync();

        Assert.Empty(bytes.ToArray());
        Assert.Null(bytes.Metadata?.FormatKey);
        Assert.Null(await storage.GetMetadataAsync());
    }

    [Fact]
    public async Task Read_ThatIsNotUnderstood_SetsThisJournalAsideAndNoOther()
    {
        await (await Provider.OwnAsync("room/1")).AppendAsync("not understood");
        await (await Provider.OwnAsync("room/2")).AppendAsync("understood");

        var damaged = await Assert.ThrowsAsync<LogDamagedException>(
            () => Provider.CreateStorage(new JournalId("room/1")).ReadAsync(new Confused(), CancellationToken.None).AsTask());

        Assert.Equal("room/1", damaged.Log);
        Assert.Contains(Confused.Says, damaged.Message, StringComparison.Ordinal);
        var bytes = new JournalBytes();
        await Assert.ThrowsAsync<LogDamagedException>(
            () => Provider.CreateStorage(new JournalId("room/1")).ReadAsync(bytes, CancellationToken.None).AsTask());
        Assert.False(bytes.IsComplete, "It was read again at once.");
        Assert.Equal("understood", await Provider.ReadTextAsync("room/2"));
        await ReopenAsync();
        Assert.Equal("not understood", await Provider.ReadTextAsync("room/1"));
    }

    [Fact]
    public async Task Read_OfWhatANewerVersionWrote_IsNoDamage()
    {
        await (await Provider.OwnAsync("room/1")).AppendAsync("of a newer version");

        var refused = await Assert.ThrowsAnyAsync<Exception>(
            () => Provider.CreateStorage(new JournalId("room/1")).ReadAsync(new Older(), CancellationToken.None).AsTask());

        Assert.IsType<NewerLogException>(refused.GetBaseException());
        Assert.Equal("of a newer version", await Provider.ReadTextAsync("room/1"));
    }

    /// <summary>A version that does not know what is stored.</summary>
    private sealed class Older : IJournalStorageConsumer
    {
        public void Read(JournalBufferReader buffer, IJournalMetadata? metadata) => throw new NewerLogException(found: 2, known: 1);
    }

    /// <summary>Understands nothing.</summary>
    private sealed class Confused : IJournalStorageConsumer
    {
        public const string Says = "This is no journal.";

        public void Read(JournalBufferReader buffer, IJournalMetadata? metadata) => throw new InvalidDataException(Says);
    }

    [Fact]
    public async Task Append_Several_AreReadInOrder()
    {
        var storage = await Provider.OwnAsync("room/1");
        foreach (var text in new[] { "one ", "two ", "three" })
            await storage.AppendAsync(text);

        Assert.Equal("one two three", await storage.ReadTextAsync());
        Assert.Equal("one two three", await Provider.ReadTextAsync("room/1"));
    }

    [Fact]
    public async Task Append_ToOneJournal_LeavesTheOthersAlone()
    {
        var first = await Provider.OwnAsync("room/1");
        var second = await Provider.OwnAsync("room/2");
        await first.AppendAsync("first");
        await second.AppendAsync("second");

        Assert.Equal("first", await Provider.ReadTextAsync("room/1"));
        Assert.Equal("second", await Provider.ReadTextAsync("room/2"));
    }

    [Fact]
    public async Task Append_OfScatteredMemory_IsReadWhole()
    {
        var storage = await Provider.OwnAsync("room/1");

        await storage.AppendAsync(Scattered("in "u8.ToArray(), "many "u8.ToArray(), "pieces"u8.ToArray()), CancellationToken.None);

        Assert.Equal("in many pieces", await Provider.ReadTextAsync("room/1"));
    }

    [Fact]
    public async Task Append_MemoryUsedAgainAfterwards_KeepsWhatWasWritten()
    {
        var storage = await Provider.OwnAsync("room/1");
        var memory = "kept"u8.ToArray();
        await storage.AppendAsync(new ReadOnlySequence<byte>(memory), CancellationToken.None);
        Array.Fill(memory, (byte)'x');

        Assert.Equal("kept", await Provider.ReadTextAsync("room/1"));
    }

    [Fact]
    public async Task Write_BeforeReading_IsRefused()
    {
        var storage = Provider.CreateStorage(new JournalId("room/1"));

        await Assert.ThrowsAsync<InvalidOperationException>(() => storage.AppendAsync("unread"));
        await Assert.ThrowsAsync<InvalidOperationException>(() => storage.ReplaceAsync("unread"));
        await Assert.ThrowsAsync<InvalidOperationException>(storage.DeleteAsync);
        Assert.Equal("", await Provider.ReadTextAsync("room/1"));
    }

    [Fact]
    public async Task Replace_AfterAppends_LeavesTheSnapshotAndWhatFollows()
    {
        var storage = await Provider.OwnAsync("room/1");
        await storage.AppendAsync("old ");
        await storage.AppendAsync("older ");
        await storage.ReplaceAsync("snapshot ");
        await storage.AppendAsync("new");

        Assert.Equal("snapshot new", await Provider.ReadTextAsync("room/1"));
        await storage.ReplaceAsync("second");
        Assert.Equal("second", await Provider.ReadTextAsync("room/1"));
    }

    [Fact]
    public async Task Replace_OfNothing_MakesTheJournal()
    {
        var storage = await Provider.OwnAsync("room/1");
        await storage.ReplaceAsync("snapshot");

        Assert.Equal("snapshot", await Provider.ReadTextAsync("room/1"));
    }

    [Fact]
    public async Task Delete_ThenAppendByTheSameOwner_BeginsAnew()
    {
        var storage = await Provider.OwnAsync("room/1");
        await storage.AppendAsync("gone");
        await storage.DeleteAsync();

        Assert.Equal("", await Provider.ReadTextAsync("room/1"));
        Assert.Null(await storage.GetMetadataAsync());
        await storage.AppendAsync("anew");
        Assert.Equal("anew", await Provider.ReadTextAsync("room/1"));
    }

    [Fact]
    public async Task Delete_OfNothing_Succeeds()
    {
        var storage = await Provider.OwnAsync("room/1");
        await storage.DeleteAsync();

        Assert.Equal("", await Provider.ReadTextAsync("room/1"));
    }

    [Fact]
    public async Task Append_AndReplace_OfEightMegabytes_AreReadWhole()
    {
        var storage = await Provider.OwnAsync("room/1");
        var large = new byte[8 << 20];
        new Random(1).NextBytes(large);
        await storage.AppendAsync("small ");
        await storage.AppendAsync(new ReadOnlySequence<byte>(large), CancellationToken.None);
        await storage.AppendAsync("small");
        var appended = (await storage.ReadAllAsync()).ToArray();
        await storage.ReplaceAsync(new ReadOnlySequence<byte>(large), CancellationToken.None);
        await storage.AppendAsync("small");
        var replaced = (await storage.ReadAllAsync()).ToArray();

        Assert.True(appended.AsSpan().SequenceEqual([.. "small "u8, .. large, .. "small"u8]), "The appended bytes differ.");
        Assert.True(replaced.AsSpan().SequenceEqual([.. large, .. "small"u8]), "The replaced bytes differ.");
    }

    [Fact]
    public async Task Append_ToManyJournalsAtOnce_KeepsEachInOrder()
    {
        async Task FillAsync(int number)
        {
            var storage = await Provider.OwnAsync($"room/{number}");
            for (var entry = 0; entry < 10; entry++)
                await storage.AppendAsync($"{number}:{entry};");
        }

        await Task.WhenAll(Enumerable.Range(0, 300).Select(FillAsync));

        for (var number = 0; number < 300; number++)
            Assert.Equal(string.Concat(Enumerable.Range(0, 10).Select(entry => $"{number}:{entry};")), await Provider.ReadTextAsync($"room/{number}"));
    }

    [Fact]
    public async Task Reopened_HasEverythingAndGoesOn()
    {
        var storage = await Provider.OwnAsync("room/1");
        await storage.AppendAsync("before ");
        var other = await Provider.OwnAsync("room/2");
        await other.ReplaceAsync("snapshot ");
        await other.AppendAsync("before ");

        await ReopenAsync();

        await (await Provider.OwnAsync("room/1")).AppendAsync("after");
        await (await Provider.OwnAsync("room/2")).AppendAsync("after");
        Assert.Equal("before after", await Provider.ReadTextAsync("room/1"));
        Assert.Equal("snapshot before after", await Provider.ReadTextAsync("room/2"));
    }

    internal static ReadOnlySequence<byte> Scattered(params byte[][] pieces)
    {
        var first = new Piece(pieces[0], 0);
        var last = first;
        foreach (var piece in pieces.Skip(1))
            last = last.Then(piece);
        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(byte[] bytes, long index) => (Memory, RunningIndex) = (bytes, index);

        public Piece Then(byte[] bytes)
        {
            var next = new Piece(bytes, RunningIndex + Memory.Length);
            Next = next;
            return next;
        }
    }
}
