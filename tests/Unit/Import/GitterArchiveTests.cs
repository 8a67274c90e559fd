using System.Text;
using CsCheck;

namespace LmsActors.Import;

public sealed class GitterArchiveTests : IDisposable
{
    private static readonly byte[] Sample = File.ReadAllBytes(Path.Combine(ImportFolder.Sample, "dotnet.tsv"));

    private readonly ImportFolder _folder = new();

    [Fact]
    public async Task ReadAsync_SampleFolder_GivesItsOneRoom()
    {
        var room = Assert.Single(await ReadAsync(ImportFolder.Sample));

        Assert.Equal(("dotnet.tsv", "FreeCodeCamp/dotnet", "56d5598ae610378809c46101"), (room.File, room.RoomUri, room.RoomId));
        Assert.Equal(1137, room.Records.Count);
        Assert.Empty(room.DirtyRows);
        Assert.Equal(DateTimeOffset.Parse("2016-12-13T05:51:58.491Z"), room.Records[0].SentAt);
        Assert.StartsWith("Any way to initialise the Windows certificate store from the command line?\n", room.Records[0].Text);
        Assert.Equal(("alayek", "hey there .NET-ers!"), (room.Records[^1].FromUserName, room.Records[^1].Text));
        Assert.Equal(10, room.Records.Count(record => record.Text.Length == 0));
    }

    [Fact]
    public async Task ReadAsync_EveryKindOfSource_GivesTheSameRecords()
    {
        var plain = _folder.Put("plain/deep/down/a.tsv", Sample);
        _folder.Put("plain/.hidden.tsv", Sample);
        _folder.Put("plain/README.md", "# Rooms");
        var tar = ImportFolder.Tar(("rooms/a.tsv", Sample), ("rooms/._a.tsv", Sample), ("rooms/SOURCE.md", "# no"u8.ToArray()));
        string[] sources =
        [
            plain,
            Path.Combine(_folder.Root, "plain"),
            _folder.Put("one.tsv.gz", ImportFolder.Zip(Sample)),
            _folder.Put("export.txt", Sample),
            _folder.Put("tar.gz/rooms.tar.gz", ImportFolder.Zip(tar)),
            _folder.Put("rooms.tar", tar),
            _folder.Put("upload", ImportFolder.Zip(tar)),
            Path.Combine(_folder.Root, "tar.gz"),
            _folder.Put("zipped-inside.tar", ImportFolder.Tar(("a.tsv.gz", ImportFolder.Zip(Sample)))),
        ];
        var expected = (await ReadAsync(ImportFolder.Sample))[0].Records;

        foreach (var source in sources)
            Assert.Equal(expected, Assert.Single(await ReadAsync(source)).Records);
    }

    [Fact]
    public async Task ReadAsync_Folder_GoesByNameAndKeepsEmptyRooms()
    {
        _folder.Put("b.tsv", Sample);
        _folder.Put("a/Haifa.tsv", "");
        _folder.Put("c.tsv", "no row at all\n");

        var rooms = await ReadAsync(_folder.Root);

        Assert.Equal([Path.Combine("a", "Haifa.tsv"), "b.tsv", "c.tsv"], rooms.Select(room => room.File));
        Assert.Equal(["", "FreeCodeCamp/dotnet", ""], rooms.Select(room => room.RoomUri));
        Assert.Equal([0, 1137, 0], rooms.Select(room => room.Records.Count));
        Assert.Equal([0, 0, 1], rooms.Select(room => room.DirtyRows.Count));
    }

    [Fact]
    public async Task ReadAsync_FileThatMixesRooms_GivesEachRoomItsOwn()
    {
        GitterRecord Of(string room, int id) => new(room, "uri/" + room, DateTimeOffset.UnixEpoch, "u", "n", $"m{id}", "hi");
        byte[] mixed = [.. GitterDialect.Write(Of("r1", 1), Of("r2", 2)), .. "broken\n"u8, .. GitterDialect.Write(Of("r1", 3))];

        var rooms = await ReadAsync(_folder.Put("mixed.tsv", mixed));

        Assert.Equal(["uri/r1", "uri/r2"], rooms.Select(room => room.RoomUri));
        Assert.Equal(["m1", "m3"], rooms[0].Records.Select(record => record.MessageId));
        Assert.Equal(3, Assert.Single(rooms.SelectMany(room => room.DirtyRows)).Line);
    }

    [Fact]
    public async Task ReadAsync_SourceThatCannotBe_SaysSoInOneSentence()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Root, "empty"));
        await AssertRefusedAsync(Path.Combine(_folder.Root, "nowhere"), "There is no file or folder");
        await AssertRefusedAsync(Path.Combine(_folder.Root, "empty"), "holds no room archives");
        await AssertRefusedAsync(_folder.Put("notes.md", "# Notes\n"), "holds no room archives");
        await AssertRefusedAsync(_folder.Put("rooms.tar.gz", "this is not an archive, however long it may go on"), "damaged or cut short");
        var wide = _folder.Put("wide.tsv", Encoding.Unicode.GetBytes("r\tu\t2016-03-02T18:51:58.570Z\té"));
        await AssertRefusedAsync(wide, "'wide.tsv' is not a text in UTF-8");
    }

    [Fact]
    public async Task ReadAsync_ZippedSourceCutShortAnywhere_GivesNothing()
    {
        var archive = ImportFolder.Zip(ImportFolder.Tar(("a.tsv", Sample[..1500]), ("b.tsv", Sample[1500..3000])));
        var single = ImportFolder.Zip(Sample[..3000]);
        for (var length = 2; length < archive.Length; length += 7)
            await AssertRefusedAsync(_folder.Put("cut.tar.gz", archive[..length]), "damaged or cut short");
        for (var length = single.Length - 40; length < single.Length; length++)
            await AssertRefusedAsync(_folder.Put("cut.tsv.gz", single[..length]), "damaged or cut short");
    }

    [Fact]
    public async Task ReadAsync_SeveralGzipMembers_AreOneText()
    {
        byte[] members = [.. ImportFolder.Zip(Sample[..1000]), .. ImportFolder.Zip(Sample[1000..])];

        Assert.Equal(1137, Assert.Single(await ReadAsync(_folder.Put("a.tsv.gz", members))).Records.Count);
    }

    [Fact]
    public async Task ReadAsync_AnyBytesInAnArchive_AreReadOrRefused()
    {
        var archive = ImportFolder.Zip(ImportFolder.Tar(("a.tsv", Sample[..2000]), ("b.tsv", Sample[2000..4000])));
        await Gen.Select(Gen.Int[0, archive.Length - 1], Gen.Byte).Array[1, 4].SampleAsync(
            async hits =>
            {
                var broken = (byte[])archive.Clone();
                foreach (var (at, value) in hits)
                    broken[at] = value;
                var refusal = await Record.ExceptionAsync(() => ReadAsync(_folder.Put("broken.tar.gz", broken)));
                return refusal is null or ImportSourceException;
            },
            iter: 200,
            threads: 1);
    }

    [Fact]
    public void Messages_RoomWithDuplicatesAndDisorder_AreOldestFirstAndOnce()
    {
        GitterRecord At(int second, string id) => new("r", "u", DateTimeOffset.UnixEpoch.AddSeconds(second), "a", "a", id, "");
        GitterRecord[] records = [At(9, "e"), At(5, "d"), At(5, "c"), At(9, "e"), At(1, "a"), At(3, "b")];

        var messages = new GitterRoomArchive("f", "u", "r", records, []).Messages();

        Assert.Equal(["a", "b", "c", "d", "e"], messages.Select(record => record.MessageId));
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<List<GitterRoomArchive>> ReadAsync(string path)
    {
        var rooms = new List<GitterRoomArchive>();
        await foreach (var room in GitterArchive.ReadAsync(path))
            rooms.Add(room);
        return rooms;
    }

    private static async Task AssertRefusedAsync(string path, string sentence)
    {
        var refusal = await Assert.ThrowsAsync<ImportSourceException>(() => ReadAsync(path));
        Assert.Contains(sentence, refusal.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", refusal.Message, StringComparison.Ordinal);
    }
}
