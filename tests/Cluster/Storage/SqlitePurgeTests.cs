using System.Buffers;
using System.Text;
using LmsActors.Storage.Archive;
using Orleans.Journaling;

namespace LmsActors.Storage;

/// <summary>What was replaced or deleted is not in the files any more.</summary>
public sealed class SqlitePurgeTests : IAsyncDisposable
{
    private readonly SqliteFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Theory]
    [InlineData(20)]
    [InlineData(100_000)]
    public async Task Purge_AfterReplacingAndDeleting_LeavesNoByteOfIt(int size)
    {
        var storage = _fixture.Open();
        var (kept, replaced, deleted) = (await JournalAsync(storage, "kept"), await JournalAsync(storage, "replaced"), await JournalAsync(storage, "deleted"));
        await kept.AppendAsync(Bytes("stays-here", size), default);
        await replaced.AppendAsync(Bytes("replaced-secret", size), default);
        await deleted.AppendAsync(Bytes("deleted-secret", size), default);
        await replaced.ReplaceAsync(Bytes("successor", size), default);
        await deleted.DeleteAsync(default);

        await ((IPurgingStorage)storage).PurgeAsync(default);

        Assert.Equal((true, true, false, false), (Holds("stays-here"), Holds("successor"), Holds("replaced-secret"), Holds("deleted-secret")));
        await kept.AppendAsync(Bytes("goes-on", size), default);
        await _fixture.CloseAsync();
        Assert.False(Holds("-secret"));
        var read = await new ProviderSource(_fixture.Open()).ReadAsync("kept", default);
        Assert.Equal(2 * size, read!.Bytes.Length);
    }

    [Fact]
    public async Task Purge_WhileABackupReads_IsRefusedAndWorksAfterwards()
    {
        var storage = _fixture.Open();
        var journal = await JournalAsync(storage, "journal");
        await journal.AppendAsync(Bytes("a-secret", 50), default);
        await using (await ((IMomentStorage)storage).KeepMomentAsync(default))
        {
            await journal.ReplaceAsync(Bytes("successor", 50), default);
            await Assert.ThrowsAsync<StorageUnavailableException>(() => ((IPurgingStorage)storage).PurgeAsync(default));
            await journal.AppendAsync(Bytes("goes-on", 50), default);
        }

        await ((IPurgingStorage)storage).PurgeAsync(default);

        Assert.False(Holds("a-secret"));
    }

    private static async Task<IJournalStorage> JournalAsync(IJournalStorageProvider storage, string name)
    {
        var journal = storage.CreateStorage(new JournalId(name));
        await journal.CreateIfNotExistsAsync();
        return journal;
    }

    private static ReadOnlySequence<byte> Bytes(string word, int size) => new(Encoding.ASCII.GetBytes(word.PadRight(size, '.')));

    private bool Holds(string word) => new DirectoryInfo(_fixture.Options.Path).EnumerateFiles().Where(file => file.Length > 0).Any(file =>
    {
        using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(word)) >= 0;
    });
}
