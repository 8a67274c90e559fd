using CsCheck;
using LmsActors.Storage.AzureBlob;

namespace LmsActors.Storage;

public sealed class BlobNamesTests
{
    [Theory]
    [InlineData("room/t/1", "journals/room/t/1.log")]
    [InlineData("/a//b/", "journals/~2Fa/~2Fb/.log")]
    [InlineData("../é .log", "journals/~2E~2E/~C3~A9~20~2Elog.log")]
    public void Log_OfAJournal_IsSafe(string journal, string blob) => Assert.Equal(blob, BlobNames.Log(journal));

    [Fact]
    public void Names_OfAnyJournal_ComeBack() => Gen.String[Gen.Char['\u0001', '\ud7ff'], 1, 50].Sample(journal =>
    {
        Assert.True(BlobNames.TryParse(BlobNames.Log(journal), out var name, out var generation));
        Assert.Equal((journal, null), (name, generation));
        var id = new string('a', 32);
        Assert.True(BlobNames.TryParse(BlobNames.Checkpoint(journal, id), out name, out generation));
        Assert.Equal((journal, id), (name, generation));
        Assert.Matches("^[A-Za-z0-9_~./-]+$", BlobNames.Log(journal));
        Assert.StartsWith(BlobNames.Prefix(journal[..(journal.Length / 2)]), BlobNames.Log(journal), StringComparison.Ordinal);
    });

    [Theory]
    [InlineData("other/1.log")]
    [InlineData("journals/1")]
    [InlineData("journals/1.tmp")]
    public void Names_OfOthers_AreNotParsed(string blob) => Assert.False(BlobNames.TryParse(blob, out _, out _));

    [Fact]
    public void Names_TooLongOrNoText_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => BlobNames.RequireStorable(new string('x', 1000)));
        Assert.ThrowsAny<ArgumentException>(() => BlobNames.RequireStorable("\ud83d"));
    }
}
