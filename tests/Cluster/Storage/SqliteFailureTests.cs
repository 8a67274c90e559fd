using LmsActors.Storage.Sqlite;
using Orleans.Journaling;
using Orleans.Storage;
using SQLitePCL;

namespace LmsActors.Storage;

/// <summary>Disks that are full, broken, or lie about a commit.</summary>
public sealed class SqliteFailureTests : IAsyncDisposable
{
    private readonly SqliteFixture _fixture = new();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Theory]
    [InlineData(StorageStep.Writing, raw.SQLITE_IOERR)]
    [InlineData(StorageStep.Committing, raw.SQLITE_IOERR)]
    [InlineData(StorageStep.Writing, raw.SQLITE_FULL)]
    [InlineData(StorageStep.Committing, raw.SQLITE_FULL)]
    internal async Task Write_ThatWasRolledBack_MayBeRepeatedByItsOwner(StorageStep step, int code)
    {
        var provider = _fixture.Open();
        var owner = await provider.OwnAsync("room/1");
        await owner.AppendAsync("before ");
        using (_fixture.Break(code, step))
        {
            await Assert.ThrowsAsync<StorageUnavailableException>(() => owner.AppendAsync("lost "));
            Assert.Equal("before ", await provider.ReadTextAsync("room/1"));
        }

        await owner.AppendAsync("after");

        Assert.Equal("before after", await provider.ReadTextAsync("room/1"));
    }

    [Theory]
    [InlineData(raw.SQLITE_IOERR)]
    [InlineData(raw.SQLITE_FULL)]
    public async Task Write_WhoseCommitWentThroughUnnoticed_FencesItsOwnerUntilItReads(int code)
    {
        var provider = _fixture.Open();
        var owner = await provider.OwnAsync("room/1");
        await owner.AppendAsync("before ");
        using (_fixture.Break(code, StorageStep.Committed))
            await Assert.ThrowsAsync<StorageUnavailableException>(() => owner.AppendAsync("landed "));

        await Assert.ThrowsAsync<InconsistentStateException>(() => owner.AppendAsync("landed "));

        Assert.Equal("before landed ", await owner.ReadTextAsync());
        await owner.AppendAsync("after");
        Assert.Equal("before landed after", await provider.ReadTextAsync("room/1"));
    }

    [Fact]
    public async Task Store_ThatCannotBeOpenedAgain_RefusesAndHealsByItself()
    {
        var provider = _fixture.Open();
        var owner = await provider.OwnAsync("room/1");
        await owner.AppendAsync("before ");
        using (_fixture.Break(StorageStep.Committing, StorageStep.Opening))
        {
            for (var attempt = 0; attempt < 3; attempt++)
            {
                await Assert.ThrowsAsync<StorageUnavailableException>(() => owner.AppendAsync("lost "));
                await Assert.ThrowsAsync<StorageUnavailableException>(() => provider.ReadTextAsync("room/1"));
            }
        }

        Assert.Equal("before ", await provider.ReadTextAsync("room/1")); // a reading heals as well
        await owner.AppendAsync("after");
        Assert.Equal("before after", await provider.ReadTextAsync("room/1"));
    }

    [Fact]
    public async Task Disk_Full_IsNeverAcknowledgedAndHealsByItself()
    {
        var provider = _fixture.Open();
        var owner = await provider.OwnAsync("room/1");
        var other = await provider.OwnAsync("room/2");
        await owner.AppendAsync("before ");
        // The real error of a full disk: the database may not grow by a page.
        _fixture.Probe = (step, database) => Limit(step, database, pages: 1);
        var large = new string('x', 1 << 20);
        await Assert.ThrowsAsync<StorageUnavailableException>(() => owner.AppendAsync(large));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => other.ReplaceAsync(large));
        Assert.Equal("before ", await provider.ReadTextAsync("room/1"));

        _fixture.Probe = (step, database) => Limit(step, database, pages: int.MaxValue);
        await owner.AppendAsync(large);
        await other.ReplaceAsync("small");

        Assert.Equal("before " + large, await provider.ReadTextAsync("room/1"));
        Assert.Equal("small", await provider.ReadTextAsync("room/2"));
    }

    [Fact]
    public async Task Disk_FailingNowAndThen_HoldsExactlyWhatWasAcknowledged()
    {
        _fixture.Options.TailBytes = 4 << 10;
        var provider = _fixture.Open();
        var random = new Random(7);
        _fixture.Probe = (step, _) =>
        {
            if (step is StorageStep.Writing or StorageStep.Committing && random.Next(10) == 0)
                throw new SqliteFailure(778, "disk I/O error");
        };

        var written = await Task.WhenAll(Enumerable.Range(0, 32).Select(number => WriteAsync(provider, $"room/{number}")));

        _fixture.Probe = null;
        for (var number = 0; number < written.Length; number++)
            Assert.Equal(written[number], await provider.ReadTextAsync($"room/{number}"));
        await _fixture.CloseAsync();
        provider = _fixture.Open();
        for (var number = 0; number < written.Length; number++)
            Assert.Equal(written[number], await provider.ReadTextAsync($"room/{number}"));
    }

    [Fact]
    public async Task Open_OfADatabaseOfANewerProgram_IsRefused()
    {
        _fixture.Open();
        await _fixture.CloseAsync();
        using (var database = SqliteDatabase.OpenForWriting(Path.Combine(_fixture.Options.Path, "lmsactors.db"), create: false))
            database.Execute("PRAGMA user_version = 99");

        var refusal = Assert.Throws<NotSupportedException>(() => _fixture.Open());

        Assert.Contains("newer version", refusal.Message);
    }

    [Fact]
    public async Task Open_OfAFileThatIsNoDatabase_IsRefused()
    {
        await File.WriteAllTextAsync(Path.Combine(_fixture.Options.Path, "lmsactors.db"), new string('x', 5000));

        Assert.Throws<StorageUnavailableException>(() => _fixture.Open());
    }

    private static void Limit(StorageStep step, SqliteDatabase database, int pages)
    {
        if (step == StorageStep.Writing)
            database.Prepare($"PRAGMA max_page_count = {pages}").Run();
    }

    /// <summary>Writes until fifty writes were acknowledged, each of which a failure may precede; answers what they were.</summary>
    private static async Task<string> WriteAsync(IJournalStorageProvider provider, string name)
    {
        var owner = await provider.OwnAsync(name);
        var acknowledged = "";
        for (var count = 0; count < 50;)
        {
            try
            {
                await owner.AppendAsync($"{count};");
                acknowledged += $"{count++};";
            }
            catch (StorageUnavailableException)
            {
                // Not acknowledged, so written again.
            }
        }

        return acknowledged;
    }
}
