namespace LmsActors.Import;

public class GitterCountsTests
{
    [Fact]
    public async Task Counts_Sample_AgreeWithASeparateCount()
    {
        var counts = await TallyAsync(ImportFolder.Sample);

        Assert.Equal((1137L, 0L, 1137L, 1, 89), (counts.Records, counts.Duplicates, counts.Messages, counts.Rooms, counts.Authors));
        Assert.Equal((15L, 9, 11, 0L), (counts.Kudos, counts.KudosGivers, counts.KudosReceivers, counts.DirtyRows));
        Assert.Equal(1137, counts.MessagesPerRoom["FreeCodeCamp/dotnet"]);
        Assert.Equal([new("maz-net-au", 254), new("damakuno", 152), new("Samin12", 99)], GitterCounts.Top(counts.MessagesPerAuthor, 3));
        Assert.Equal([new("alayek", 3), new("r0djm4n", 3), new("anthonymi4", 2)], GitterCounts.Top(counts.KudosGiven, 3));
        Assert.Equal([new("waliahimanshu", 3), new("graphnode", 2)], GitterCounts.Top(counts.KudosReceived, 2));
    }

    [Fact]
    public async Task Counts_BrokenFixture_CountKeptRowsAndReportTheOthers()
    {
        var counts = await TallyAsync(ImportFolder.BrokenFixture);

        Assert.Equal((8L, 1L, 7L, 1), (counts.Records, counts.Duplicates, counts.Messages, counts.Rooms));
        Assert.Equal(9, counts.DirtyRows);
        Assert.Equal(6, counts.Authors);
        Assert.Equal(1, counts.MessagesPerAuthor[""]);
        Assert.Equal((2L, 1, 2), (counts.Kudos, counts.KudosGivers, counts.KudosReceivers));
    }

    [Fact]
    public void Counts_SameRoomTwice_DoublesRecordsOnly()
    {
        GitterRecord[] records = [Record("m1", "camperbot", "> Ada sends brownie points to @Bob and @bob "), Record("m2", "Ada", "hi")];
        var room = new GitterRoomArchive("a.tsv", "u", "r", records, []);
        var tally = new GitterTally();
        tally.Add(room);
        tally.Add(room with { File = "b.tsv" });
        tally.Add(new GitterRoomArchive("empty.tsv", "", "", [], []));

        var counts = tally.Counts();

        Assert.Equal((4L, 2L, 2L, 1, 2), (counts.Records, counts.Duplicates, counts.Messages, counts.Rooms, counts.Authors));
        Assert.Equal((2L, 1, 1), (counts.Kudos, counts.KudosGivers, counts.KudosReceivers));
        Assert.Equal(2, counts.KudosReceived["bob"]);
    }

    [Fact]
    public void Top_Ties_GoByOrdinalName() =>
        Assert.Equal(
            [new("c", 2), new("B", 1), new("a", 1)],
            GitterCounts.Top(new Dictionary<string, int> { ["a"] = 1, ["B"] = 1, ["c"] = 2, ["b"] = 1 }, 3));

    [Theory]
    [InlineData("camperbot", "> vietntframgia sends brownie points to @prashcr :sparkles: :thumbsup: :sparkles: ", "prashcr")]
    [InlineData("camperbot", "> r0djm4n sends brownie points to @saintpeter and @derkosi :sparkles:", "saintpeter,derkosi")]
    [InlineData("camperbot", "> A-b_c sends brownie points to @X-y_Z and @ :sparkles:", "x-y_z")]
    [InlineData("camperbot", "> a sends brownie points to @b and @b :sparkles:", "b,b")]
    [InlineData("camperbot", "> a sends brownie points to @b\n@c", "b")]
    [InlineData("camperbot", "> a sends brownie points to nobody", "")]
    [InlineData("camperbot", "see:\n> a sends brownie points to @b", "")]
    [InlineData("camperbot", "> :star: 176 | @stefanjarina | [http://www.freecodecamp.com/stefanjarina]", "")]
    [InlineData("alayek", "> a sends brownie points to @b", "")]
    public void In_Message_GivesTheReceivers(string author, string text, string receivers)
    {
        var kudos = GitterKudos.In(Record("m1", author, text));

        Assert.Equal(receivers, string.Join(',', kudos.Select(one => one.Receiver)));
        Assert.Equal(Enumerable.Range(0, kudos.Count), kudos.Select(one => one.Index));
        Assert.All(kudos, one => Assert.Equal(one.Giver.ToLowerInvariant(), one.Giver));
    }

    private static GitterRecord Record(string id, string author, string text) =>
        new("r", "u", DateTimeOffset.UnixEpoch, "id-" + author, author, id, text);

    private static async Task<GitterCounts> TallyAsync(string path)
    {
        var tally = new GitterTally();
        await foreach (var room in GitterArchive.ReadAsync(path))
            tally.Add(room);
        return tally.Counts();
    }
}
