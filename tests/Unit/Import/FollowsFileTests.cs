using System.Globalization;
using System.Text;
using CsCheck;

namespace LmsActors.Import;

public sealed class FollowsFileTests : IDisposable
{
    private readonly ImportFolder _folder = new();

    [Fact]
    public async Task LoadAsync_SmallGraph_GroupsBothWays()
    {
        var graph = await LoadAsync("# soc-Epinions1 4 5\nFromNodeId\tToNodeId\n0 1\n0\t2\r\n7 1\n0 2\n\n% note\n7 0");

        Assert.Equal((5L, 4L, 4), (graph.Records, graph.Follows, graph.People));
        Assert.Empty(graph.DirtyRows);
        Assert.Equal(["0: 7", "1: 0,7", "2: 0"], graph.ByFollower().Select(Show));
        Assert.Equal(["0: 1,2", "7: 0,1"], graph.ByFollowed().Select(Show));
    }

    [Fact]
    public async Task LoadAsync_DirtyLines_AreReportedAndPassedOver()
    {
        var graph = await LoadAsync("1 2\nx y\n3\n3 3\n4 5 6\n-1 2\n99999999999999999999 1\n2 1\n");

        Assert.Equal(2, graph.Follows);
        Assert.Equal([2L, 3, 4, 5, 6, 7], graph.DirtyRows.Select(row => row.Line));
        Assert.All(graph.DirtyRows, row => Assert.Equal("graph.txt", row.File));
        Assert.Equal("3 would follow themselves", graph.DirtyRows[2].Reason);
    }

    [Fact]
    public async Task LoadAsync_LineWithoutEnd_IsOneDirtyRow()
    {
        var graph = await LoadAsync("1 2\n" + new string('9', 300_000) + "\n2 3\nx\n");

        Assert.Equal(2, graph.Follows);
        Assert.Equal([2L, 4L], graph.DirtyRows.Select(row => row.Line));
    }

    [Fact]
    public async Task LoadAsync_EveryKindOfSource_GivesTheSameGraph()
    {
        var text = Encoding.UTF8.GetBytes("# header\n1 2\n3 2\n");
        _folder.Put("folder/SOURCE.md", "# A graph\n\n- one line a pair\n");
        _folder.Put("folder/graph.txt.gz", ImportFolder.Zip(text));
        string[] sources =
        [
            Path.Combine(_folder.Root, "folder"),
            _folder.Put("plain", text),
            _folder.Put("graph.tar.gz", ImportFolder.Zip(ImportFolder.Tar(("README.md", "# no"u8.ToArray()), ("g/edges.tsv", text)))),
        ];

        foreach (var source in sources)
            Assert.Equal(["2: 1,3"], (await FollowGraph.LoadAsync(source)).ByFollower().Select(Show));
    }

    [Fact]
    public async Task LoadAsync_NothingToRead_SaysSo()
    {
        var refusal = await Assert.ThrowsAsync<ImportSourceException>(() => LoadAsync("# only a header\n"));
        Assert.Contains("holds no follows", refusal.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ImportSourceException>(() => FollowGraph.LoadAsync(Path.Combine(_folder.Root, "nowhere")));
        var zipped = ImportFolder.Zip("1 2\n3 4\n"u8.ToArray());
        await Assert.ThrowsAsync<ImportSourceException>(() => FollowGraph.LoadAsync(_folder.Put("cut.gz", zipped[..^3])));
    }

    [Fact]
    public void Read_AnyBlockSize_GivesTheSamePairsAndLines() =>
        Gen.Select(Gen.OneOf("1 2\n", "3\t4\r\n", "# c\n", "\n", "bad\n", "5 5\n", "77777 88888\n").Array[1, 30], Gen.Int[16, 40]).Sample(
            (lines, blockLength) =>
            {
                var text = Encoding.UTF8.GetBytes("9 8\n" + string.Concat(lines));
                var whole = new FollowsLines("f");
                whole.Read(text, isLast: true);
                var (expected, actual) = (whole.Take(), ReadInBlocks(text, blockLength));

                Assert.Equal(expected.Pairs, actual.Pairs);
                Assert.Equal(expected.DirtyRows, actual.DirtyRows);
            });

    [Fact]
    public async Task ReadAsync_FileOfManyBlocks_LosesNothing()
    {
        var text = new StringBuilder("head\n");
        for (var i = 1; i <= 50_000; i++)
            text.Append(CultureInfo.InvariantCulture, $"{i} {i + 1}\n");
        var path = _folder.Put("many.txt", text.ToString());

        var pairs = new List<FollowPair>();
        await foreach (var chunk in FollowsFile.ReadAsync(path))
            pairs.AddRange(chunk.Pairs);

        Assert.Equal(Enumerable.Range(1, 50_000).Select(i => new FollowPair(i, i + 1)), pairs);
    }

    public void Dispose() => _folder.Dispose();

    private static FollowsChunk ReadInBlocks(ReadOnlySpan<byte> text, int blockLength)
    {
        var lines = new FollowsLines("f");
        while (true)
        {
            var isLast = text.Length <= blockLength;
            var read = lines.Read(text[..Math.Min(blockLength, text.Length)], isLast);
            if (isLast)
                return lines.Take();
            text = text[read..];
        }
    }

    private static string Show(FollowGroup group) => $"{group.Person}: {string.Join(',', group.Others)}";

    private Task<FollowGraph> LoadAsync(string text) => FollowGraph.LoadAsync(_folder.Put("graph.txt", text));
}
