using System.Text;

namespace LmsActors.Import;

public class GitterRowsTests
{
    private const string Head = "r1\tFreeCodeCamp/dotnet\t2016-03-02T18:51:58.570Z\tu1\talayek\t";

    [Fact]
    public void Read_QuotedText_KeepsTabsBreaksAndQuotes()
    {
        var (records, dirty) = Read(Head + "m1\t\"a\tb\r\nc \"\"d\"\"\"\r\n" + Head + "m2\tplain \"quotes\" stay\n" + Head + "m3\t");

        Assert.Empty(dirty);
        Assert.Equal(["a\tb\r\nc \"d\"", "plain \"quotes\" stay", ""], records.Select(record => record.Text));
    }

    [Theory]
    [InlineData("2016-03-02T18:51:58.570Z", "2016-03-02T18:51:58.570")]
    [InlineData("2016-03-02T18:51:58Z", "2016-03-02T18:51:58.000")]
    [InlineData("2016-03-02T20:51:58.5+02:00", "2016-03-02T18:51:58.500")]
    [InlineData("2016-03-02T18:51:58.570", "2016-03-02T18:51:58.570")]
    public void Read_Instant_IsUtc(string written, string utc)
    {
        var (records, _) = Read($"r1\troom\t{written}\tu1\talayek\tm1\thi\n");

        var sentAt = Assert.Single(records).SentAt;
        Assert.Equal(TimeSpan.Zero, sentAt.Offset);
        Assert.Equal(utc, sentAt.ToString("yyyy-MM-dd'T'HH:mm:ss.fff"));
    }

    [Fact]
    public void Read_ByteOrderMarkAndBlankLines_ArePassedOver()
    {
        var (records, dirty) = Read("\uFEFF\r\n\n" + Head + "m1\thi\r\n\r\n" + Head + "m2\tho\r\n\r\n");

        Assert.Empty(dirty);
        Assert.Equal(["m1", "m2"], records.Select(record => record.MessageId));
    }

    [Theory]
    [InlineData("", "m1\n", "6 fields instead of 7")]
    [InlineData("", "m1\thi\tthere\n", "8 fields instead of 7")]
    [InlineData("", "\thi\n", "no room or no message id")]
    [InlineData("", "m1\t\"hi", "a quote is never closed")]
    [InlineData("", "m1\t\"hi\" there\n", "text follows a closing quote")]
    [InlineData("not a row\nnor this\n", "m9\tsound\n", "1 fields instead of 7; 2 lines are left out")]
    public void Read_BrokenRow_SaysWhy(string before, string row, string reason)
    {
        var (_, dirty) = Read(before + Head + row);

        Assert.Equal(new DirtyRow("room.tsv", 1, reason), Assert.Single(dirty));
    }

    [Fact]
    public void Read_RowInsideAQuotedText_IsTextAndIsReported()
    {
        var pasted = Head + "m0\tpasted";
        var (records, dirty) = Read(Head + $"m1\t\"look:\n{pasted}\n\"\r\n");

        Assert.Equal($"look:\n{pasted}\n", Assert.Single(records).Text);
        Assert.True(Assert.Single(dirty).Kept);
    }

    [Fact]
    public void Read_BrokenFixture_KeepsEverySoundRowAndNamesTheOthers()
    {
        var (records, dirty) = GitterRows.Read("broken.tsv", File.ReadAllBytes(ImportFolder.BrokenFixture));

        Assert.Equal(
            [
                "5845ab6b44f3e83528e01122", "5845ab5c1eb3d648695ce3de", "57ea800735e0f31c6c48723e", "56dcb614689c4ac04a59ff46",
                "571f6aa90f156f102b40db47", "5845ab6b44f3e83528e01122", "5845aaca1eb3d648695cdebc", "5825f35ec2f2cf7275fb06f1",
            ],
            records.Select(record => record.MessageId));
        Assert.Equal(
            [
                new("broken.tsv", 2, "text follows a closing quote; 2 lines are left out"),
                new("broken.tsv", 13, "1 fields instead of 7"),
                new("broken.tsv", 14, "6 fields instead of 7"),
                new("broken.tsv", 16, "sent_at is not an instant"),
                new("broken.tsv", 17, "no room or no message id"),
                new("broken.tsv", 18, "text follows a closing quote; 2 lines are left out"),
                new("broken.tsv", 21, "no author", Kept: true),
                new("broken.tsv", 22, "bytes that are not UTF-8; 2 lines are left out"),
                new("broken.tsv", 25, "3 fields instead of 7"),
            ],
            dirty);
    }

    [Fact]
    public void Read_ManyOpenQuotes_TakesLinearTime()
    {
        var rows = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Head + "m1\t\"open\n", 200_000)));

        var (records, dirty) = GitterRows.Read("room.tsv", rows);

        Assert.Empty(records);
        Assert.Equal(200_000, dirty.Count);
    }

    private static (IReadOnlyList<GitterRecord> Records, IReadOnlyList<DirtyRow> Dirty) Read(string text) =>
        GitterRows.Read("room.tsv", Encoding.UTF8.GetBytes(text));
}
