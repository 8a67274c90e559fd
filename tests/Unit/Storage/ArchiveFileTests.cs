using System.IO.Compression;
using CsCheck;
using LmsActors.Import;

namespace LmsActors.Storage.Archive;

public class ArchiveFileTests
{
    [Theory]
    [InlineData("backup.jsonl")]
    [InlineData("backup.jsonl.gz")]
    public async Task Continue_AfterDeathAtAnyByte_GivesTheArchiveThatWouldHaveBeen(string name)
    {
        using var folder = new ImportFolder();
        var path = Path.Combine(folder.Root, name);
        var journals = Many();
        var whole = await ArchiveSamples.WriteAsync(journals, ArchiveFile.IsZipped(name));
        var text = await ReadTextAsync(folder.Put("whole", whole));
        await Gen.Int[0, whole.Length].SampleAsync(async left =>
        {
            folder.Put(name + ".part", whole[..left]);
            await using (var file = ArchiveFile.Reopen(path, force: true)!)
            {
                using var writer = await file.ContinueAsync(ArchiveSamples.Header, default);
                Assert.True(left < whole.Length * 3 / 4 || writer.Totals.Journals > 0, "It began anew.");
                foreach (var journal in journals.Skip((int)writer.Totals.Journals))
                    await writer.WriteAsync(journal, default);
                await writer.EndAsync(default);
                await file.CompleteAsync();
            }

            var continued = await ReadTextAsync(path);
            Assert.True(text.AsSpan().SequenceEqual(continued), $"Cut at {left}, it is another archive.");
            Assert.False(File.Exists(path + ".part"));
        }, iter: 12, threads: 1);
    }

    [Fact]
    public async Task Continue_DamagedInTheMiddle_KeepsWhatIsBeforeIt()
    {
        using var folder = new ImportFolder();
        var journals = Many();
        var whole = await ArchiveSamples.WriteAsync(journals, isZipped: false);
        whole[whole.Length / 2] ^= 1;
        folder.Put("a.jsonl.part", whole);

        await using var file = ArchiveFile.Reopen(Path.Combine(folder.Root, "a.jsonl"), force: false)!;
        using var writer = await file.ContinueAsync(ArchiveSamples.Header, default);

        Assert.InRange(writer.Totals.Journals, 1, journals.Length - 1);
    }

    [Fact]
    public async Task Continue_OfAnotherTenant_IsRefused()
    {
        using var folder = new ImportFolder();
        folder.Put("a.jsonl.part", await ArchiveSamples.WriteAsync(ArchiveSamples.Few, isZipped: false));
        await using var file = ArchiveFile.Reopen(Path.Combine(folder.Root, "a.jsonl"), force: false)!;

        await Assert.ThrowsAsync<ArchiveException>(() => file.ContinueAsync(ArchiveSamples.Header with { Tenant = "other" }, default));
    }

    [Fact]
    public async Task OpenText_OfAnyGzip_GivesTheArchive()
    {
        using var folder = new ImportFolder();
        var plain = await ArchiveSamples.WriteAsync(ArchiveSamples.Few, isZipped: false);
        var ours = await ArchiveSamples.WriteAsync(ArchiveSamples.Few, isZipped: true);
        using var unzipped = new GZipStream(new MemoryStream(ours), CompressionMode.Decompress);
        var byOthers = new MemoryStream();
        await unzipped.CopyToAsync(byOthers);

        Assert.Equal(plain, byOthers.ToArray());
        Assert.Equal(plain, await ReadTextAsync(folder.Put("theirs", ImportFolder.Zip(plain))));
        Assert.Equal(plain, await ReadTextAsync(folder.Put("ours", ours)));
        Assert.Equal(plain, await ReadTextAsync(folder.Put("plain", plain)));
    }

    [Fact]
    public void Create_WhereThereIsAFileOrFolder_IsRefused()
    {
        using var folder = new ImportFolder();
        var path = folder.Put("a.jsonl", "here already");

        Assert.Contains("--force", Assert.Throws<ArchiveException>(() => ArchiveFile.Create(path, force: false)).Message, StringComparison.Ordinal);
        Assert.Contains("folder", Assert.Throws<ArchiveException>(() => ArchiveFile.Create(folder.Root, force: true)).Message, StringComparison.Ordinal);
        Assert.Contains("folder", Assert.Throws<ArchiveException>(() => ArchiveFile.OpenText(folder.Root)).Message, StringComparison.Ordinal);
        Assert.Throws<ArchiveException>(() => ArchiveFile.OpenText(Path.Combine(folder.Root, "none")));
        Assert.Throws<ArchiveException>(() => ArchiveFile.Create(Path.Combine(folder.Root, "no", "folder"), force: false));
    }

    [Fact]
    public Task SortedNames_OfAny_AreInOrdinalOrder() => Gen.String.Array[0, 40].SampleAsync(async names =>
    {
        var wellFormed = names.Where(name => !name.Any(char.IsSurrogate)).ToArray();
        var sorted = new List<string>();
        await foreach (var name in SortedNames.SortAsync(wellFormed.ToAsyncEnumerable(), default, runLength: 7))
            sorted.Add(name);

        Assert.Equal(wellFormed.Order(StringComparer.Ordinal), sorted);
    }, iter: 50);

    /// <summary>Enough for several members, some of them ending within a journal.</summary>
    private static ArchivedJournal[] Many()
    {
        var random = new Random(3);
        return [.. Enumerable.Range(0, 40).Select(number =>
        {
            var bytes = new byte[number % 20 == 7 ? 1_500_000 : random.Next(60_000)];
            random.NextBytes(bytes);
            return ArchiveSamples.Journal($"room/{number:00}", new(bytes));
        })];
    }

    private static async Task<byte[]> ReadTextAsync(string path)
    {
        await using var text = ArchiveFile.OpenText(path);
        var bytes = new MemoryStream();
        await text.CopyToAsync(bytes);
        return bytes.ToArray();
    }
}
