using System.Buffers;
using System.Text;
using LmsActors.Storage.Archive;
using Orleans.Journaling;

namespace LmsActors.Storage;

/// <summary>
/// A data set moves from one storage to another and back, by way of archives. A pair of providers subclasses this and says how to
/// open an empty storage of each.
/// </summary>
public abstract class StorageMoveTests : IAsyncLifetime
{
    protected const string Format = "orleans-binary";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lmsactors-move-");

    protected abstract Task<IJournalStorageProvider> OpenSourceAsync();

    protected abstract Task<IJournalStorageProvider> OpenTargetAsync();

    public virtual ValueTask InitializeAsync() => default;

    public virtual ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        GC.SuppressFinalize(this);
        return default;
    }

    [Fact]
    public async Task Move_ToAnother_LosesNothing()
    {
        var (source, target) = (await OpenSourceAsync(), await OpenTargetAsync());
        await StorageContents.FillAsync(source, seed: 1);
        var first = await ExportAsync(source, "first.jsonl.gz");

        var imported = await ImportAsync(target, first);

        Assert.Equal((imported.Totals.Journals, 0, 0), (imported.New, imported.Replaced, imported.Unchanged));
        Assert.True(imported.Totals.Journals > 100);
        Assert.Equal(await LinesAsync(first), await LinesAsync(await ExportAsync(target, "second.jsonl")));
    }

    [Fact]
    public async Task Import_Twice_IsTheSameAsOnce()
    {
        var (source, target) = (await OpenSourceAsync(), await OpenTargetAsync());
        await StorageContents.FillAsync(source, seed: 2);
        var archive = await ExportAsync(source, "a.jsonl");
        await ImportAsync(target, archive);

        var again = await ImportAsync(target, archive);

        Assert.Equal((0, 0, again.Totals.Journals), (again.New, again.Replaced, again.Unchanged));
        Assert.Equal(await LinesAsync(archive), await LinesAsync(await ExportAsync(target, "b.jsonl")));
    }

    [Fact]
    public async Task Import_IntoOtherContent_WritesNothingUnlessForced()
    {
        var (source, target) = (await OpenSourceAsync(), await OpenTargetAsync());
        await StorageContents.FillAsync(source, seed: 3);
        var archive = await ExportAsync(source, "a.jsonl");
        await (await target.OwnAsync("room/0050")).AppendAsync("something else");
        var other = target.CreateStorage(new JournalId("room/0051"));
        await other.CreateIfNotExistsAsync(new Dictionary<string, string> { ["mine"] = "yes" });

        var refused = await Assert.ThrowsAsync<ArchiveException>(() => ImportAsync(target, archive));

        Assert.Contains("--force", refused.Message, StringComparison.Ordinal);
        Assert.Equal(2, (await LinesAsync(await ExportAsync(target, "b.jsonl"))).Length);
        var forced = await ImportAsync(target, archive, force: true);
        Assert.Equal(2, forced.Replaced);
        Assert.Equal(await LinesAsync(archive), await LinesAsync(await ExportAsync(target, "c.jsonl")));
    }

    [Fact]
    public async Task Import_AfterOneThatWasStopped_GoesOn()
    {
        var (source, target) = (await OpenSourceAsync(), await OpenTargetAsync());
        await StorageContents.FillAsync(source, seed: 4);
        var archive = await ExportAsync(source, "a.jsonl.gz");
        var total = (await LinesAsync(archive)).Length;
        using var stop = new CancellationTokenSource();
        var steps = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new StorageImport(target, Format, force: false).RunAsync(
            () => ArchiveFile.OpenText(archive),
            () =>
            {
                if (Interlocked.Increment(ref steps) == total * 5 / 4)
                    stop.Cancel();
            },
            stop.Token));
        await target.CreateStorage(new JournalId("room/0118")).CreateIfNotExistsAsync();

        var imported = await ImportAsync(target, archive);

        Assert.True(imported.New > 0 && imported.Unchanged > 0 && imported.Replaced == 0, $"{imported}");
        Assert.Equal(await LinesAsync(archive), await LinesAsync(await ExportAsync(target, "b.jsonl")));
    }

    [Fact]
    public async Task Import_OfADamagedArchive_WritesNothing()
    {
        var (source, target) = (await OpenSourceAsync(), await OpenTargetAsync());
        await StorageContents.FillAsync(source, seed: 5);
        var archive = await ExportAsync(source, "a.jsonl");
        var bytes = await File.ReadAllBytesAsync(archive);
        await File.WriteAllBytesAsync(archive, bytes[..^20]);

        await Assert.ThrowsAsync<ArchiveException>(() => ImportAsync(target, archive, force: true));

        Assert.Empty(await LinesAsync(await ExportAsync(target, "b.jsonl")));
    }

    [Fact]
    public async Task Import_InAnotherFormat_IsRefused()
    {
        var (source, target) = (await OpenSourceAsync(), await OpenTargetAsync());
        await StorageContents.FillAsync(source, seed: 6);
        var archive = await ExportAsync(source, "a.jsonl");

        var refused = await Assert.ThrowsAsync<ArchiveException>(
            () => new StorageImport(target, "json-lines", force: true).RunAsync(() => ArchiveFile.OpenText(archive), null, default));

        Assert.Contains("'orleans-binary'", refused.Message, StringComparison.Ordinal);
        Assert.Empty(await LinesAsync(await ExportAsync(target, "b.jsonl")));
    }

    private protected async Task<string> ExportAsync(IJournalStorageProvider storage, string name)
    {
        var path = Path.Combine(_folder.FullName, name);
        await using var file = ArchiveFile.Create(path, force: false);
        using var archive = await file.BeginAsync(new("1.0.0", DateTimeOffset.UnixEpoch, "Test", null), default);
        await using var source = await JournalSources.OpenAsync(storage, default);
        await StorageExport.RunAsync(source, archive, new(), default);
        await file.CompleteAsync();
        return path;
    }

    private static Task<ImportedJournals> ImportAsync(IJournalStorageProvider storage, string path, bool force = false) =>
        new StorageImport(storage, Format, force).RunAsync(() => ArchiveFile.OpenText(path), null, default);

    /// <summary>The lines of the journals.</summary>
    private static async Task<string[]> LinesAsync(string path)
    {
        await using var text = ArchiveFile.OpenText(path);
        using var reader = new StreamReader(text);
        return (await reader.ReadToEndAsync()).Split('\n')[1..^2];
    }
}

/// <summary>Journals of all kinds: appended, replaced, both, created only; with properties; larger than a line.</summary>
internal static class StorageContents
{
    public static async Task FillAsync(IJournalStorageProvider storage, int seed)
    {
        var random = new Random(seed);
        for (var number = 0; number < 120; number++)
        {
            var journal = storage.CreateStorage(new JournalId($"room/{number:0000}"));
            await journal.CreateIfNotExistsAsync(number % 5 == 0 ? new Dictionary<string, string> { ["colour"] = "blue", ["n"] = $"{number}" } : null);
            for (var write = random.Next(number % 10 == 9 ? 1 : 8); write > 0; write--)
            {
                var bytes = new byte[random.Next(8) == 0 && number % 10 == 0 ? 1_200_000 : random.Next(1, 3_000)];
                random.NextBytes(bytes);
                await (random.Next(5) == 0 ? journal.ReplaceAsync(new(bytes), default) : journal.AppendAsync(new(bytes), default));
            }
        }

        await (await storage.OwnAsync("größe/\"π\"")).AppendAsync("a name that needs care");
    }
}

/// <summary>From one embedded storage to another.</summary>
public sealed class SqliteMoveTests : StorageMoveTests
{
    private readonly SqliteFixture _source = new();
    private readonly SqliteFixture _target = new();

    protected override Task<IJournalStorageProvider> OpenSourceAsync() => Task.FromResult(_source.Open(Format));

    protected override Task<IJournalStorageProvider> OpenTargetAsync() => Task.FromResult(_target.Open(Format));

    public override async ValueTask DisposeAsync()
    {
        await _source.DisposeAsync();
        await _target.DisposeAsync();
        await base.DisposeAsync();
    }

    [Fact]
    public async Task Moment_WhileOthersWrite_ShowsAllJournalsAsTheyWereTogether()
    {
        var storage = await OpenSourceAsync();
        var owners = await Task.WhenAll(Enumerable.Range(0, 40).Select(number => storage.OwnAsync($"room/{number}")));
        using var stop = new CancellationTokenSource();
        var written = 0;
        var writing = Task.Run(async () =>
        {
            // One journal after the other: at no moment is a journal ahead of one before it.
            for (var round = 1; !stop.IsCancellationRequested; round++)
            {
                foreach (var owner in owners)
                    await (round % 50 == 0 ? owner.ReplaceAsync(new string('x', round)) : owner.AppendAsync("x"));
                Volatile.Write(ref written, round);
            }
        });
        for (var look = 0; look < 20; look++)
        {
            var before = Volatile.Read(ref written);
            await using var moment = await JournalSources.OpenAsync(storage, default);
            var lengths = new List<long>();
            for (var number = 0; number < owners.Length; number++)
                lengths.Add((await moment.ReadAsync($"room/{number}", default))?.Bytes.Length ?? 0);

            Assert.Equal(lengths.OrderDescending(), lengths);
            Assert.InRange(lengths[0] - lengths[^1], 0, 1);
            Assert.True(lengths[^1] >= before);
        }

        await stop.CancelAsync();
        await writing;
    }

    [Fact]
    public async Task Moment_OfJournalsThatAreDeletedSince_StillHasThem()
    {
        var storage = await OpenSourceAsync();
        var owner = await storage.OwnAsync("room/1");
        await owner.AppendAsync("still here");
        await using var moment = await JournalSources.OpenAsync(storage, default);
        await owner.DeleteAsync();

        Assert.Equal("still here", Encoding.UTF8.GetString((await moment.ReadAsync("room/1", default))!.Bytes.ToArray()));
        Assert.Null(await moment.ReadAsync("room/2", default));
    }
}

/// <summary>Between the embedded storage and another.</summary>
public abstract class EmbeddedMoveTests : StorageMoveTests
{
    private readonly SqliteFixture _embedded = new();

    public override async ValueTask DisposeAsync()
    {
        await _embedded.DisposeAsync();
        await base.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected Task<IJournalStorageProvider> OpenEmbeddedAsync() => Task.FromResult(_embedded.Open(Format));
}

/// <summary>Into one that lists in no order, and has no moments.</summary>
public sealed class SqliteToVolatileMoveTests : EmbeddedMoveTests
{
    protected override Task<IJournalStorageProvider> OpenSourceAsync() => OpenEmbeddedAsync();

    protected override Task<IJournalStorageProvider> OpenTargetAsync() => Task.FromResult<IJournalStorageProvider>(InMemory.New());
}

/// <summary>And back.</summary>
public sealed class VolatileToSqliteMoveTests : EmbeddedMoveTests
{
    protected override Task<IJournalStorageProvider> OpenSourceAsync() => Task.FromResult<IJournalStorageProvider>(InMemory.New());

    protected override Task<IJournalStorageProvider> OpenTargetAsync() => OpenEmbeddedAsync();
}

/// <summary>From a single process to a cluster.</summary>
[Collection(PostgresTests.Name)]
public sealed class SqliteToPostgresMoveTests(PostgresTests.Server server) : EmbeddedMoveTests
{
    private PostgresFixture? _postgres;

    public override async ValueTask InitializeAsync() => _postgres = await PostgresFixture.MakeAsync(server);

    public override async ValueTask DisposeAsync()
    {
        await _postgres!.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override Task<IJournalStorageProvider> OpenSourceAsync() => OpenEmbeddedAsync();

    protected override Task<IJournalStorageProvider> OpenTargetAsync() => Task.FromResult(_postgres!.Open(Format));
}

/// <summary>And back.</summary>
[Collection(PostgresTests.Name)]
public sealed class PostgresToSqliteMoveTests(PostgresTests.Server server) : EmbeddedMoveTests
{
    private PostgresFixture? _postgres;

    public override async ValueTask InitializeAsync() => _postgres = await PostgresFixture.MakeAsync(server);

    public override async ValueTask DisposeAsync()
    {
        await _postgres!.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override Task<IJournalStorageProvider> OpenSourceAsync() => Task.FromResult(_postgres!.Open(Format));

    protected override Task<IJournalStorageProvider> OpenTargetAsync() => OpenEmbeddedAsync();
}

/// <summary>From a single process to Azure Storage.</summary>
[Collection(nameof(AzuriteServer))]
public sealed class SqliteToAzureBlobMoveTests(AzuriteServer server) : EmbeddedMoveTests
{
    private readonly AzureBlobFixture _azure = new(server);

    public override ValueTask DisposeAsync()
    {
        _azure.Dispose();
        return base.DisposeAsync();
    }

    protected override Task<IJournalStorageProvider> OpenSourceAsync() => OpenEmbeddedAsync();

    protected override Task<IJournalStorageProvider> OpenTargetAsync() => _azure.OpenAsync(Format);
}

/// <summary>And back.</summary>
[Collection(nameof(AzuriteServer))]
public sealed class AzureBlobToSqliteMoveTests(AzuriteServer server) : EmbeddedMoveTests
{
    private readonly AzureBlobFixture _azure = new(server);

    public override ValueTask DisposeAsync()
    {
        _azure.Dispose();
        return base.DisposeAsync();
    }

    protected override Task<IJournalStorageProvider> OpenSourceAsync() => _azure.OpenAsync(Format);

    protected override Task<IJournalStorageProvider> OpenTargetAsync() => OpenEmbeddedAsync();
}

internal static class InMemory
{
    public static VolatileJournalStorageProvider New() =>
        new(Microsoft.Extensions.Options.Options.Create(new JournaledStateManagerOptions { JournalFormatKey = "orleans-binary" }));
}
