using System.Buffers;
using System.Text;
using CsCheck;

namespace LmsActors.Storage.Archive;

public class ArchiveFormatTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task Read_WhatWasWritten_GivesTheSame(bool isZipped) => ArchiveSamples.Journals.SampleAsync(async written =>
    {
        var (header, read) = await ArchiveSamples.ReadAsync(await ArchiveSamples.WriteAsync(written, isZipped), isZipped);

        Assert.Equal(ArchiveSamples.Header, header);
        ArchiveSamples.AssertSame(written, read);
    });

    [Fact]
    public async Task Write_TheSameInOtherMemory_GivesTheSameBytes()
    {
        var bytes = new byte[(2 << 20) + 5];
        new Random(7).NextBytes(bytes);
        var scattered = new PieceList();
        foreach (var piece in bytes.Chunk(1000))
            scattered.Add(piece);

        var one = await ArchiveSamples.WriteAsync([ArchiveSamples.Journal("room/a", new(bytes))], isZipped: false);
        var other = await ArchiveSamples.WriteAsync([ArchiveSamples.Journal("room/a", scattered.Bytes)], isZipped: false);

        Assert.Equal(one, other);
        Assert.Equal(1 + 3 + 1, one.AsSpan().Count((byte)'\n'));
    }

    [Fact]
    public async Task Read_CutShortAnywhere_IsRefused()
    {
        foreach (var isZipped in new[] { false, true })
        {
            var archive = await ArchiveSamples.WriteAsync(ArchiveSamples.Few, isZipped);
            for (var length = 0; length < archive.Length; length++)
            {
                var cut = archive[..length];
                await Assert.ThrowsAsync<ArchiveException>(() => ArchiveSamples.ReadAsync(cut, isZipped));
            }
        }
    }

    [Fact]
    public async Task Read_WithOneBitTurned_IsRefused()
    {
        foreach (var isZipped in new[] { false, true })
        {
            var archive = await ArchiveSamples.WriteAsync(ArchiveSamples.Few, isZipped);
            for (var at = 0; at < archive.Length; at++)
            {
                var hurt = (byte[])archive.Clone();
                hurt[at] ^= (byte)(1 << (at % 8));
                await AssertRefusedOrSameAsync(hurt, isZipped);
            }
        }
    }

    [Fact]
    public async Task Read_WithAnyByteReplaced_IsRefused()
    {
        var archive = await ArchiveSamples.WriteAsync(ArchiveSamples.Few, isZipped: false);
        await Gen.Select(Gen.Int[0, archive.Length - 1], Gen.Byte).Where(hit => archive[hit.Item1] != hit.Item2).SampleAsync(async hit =>
        {
            var hurt = (byte[])archive.Clone();
            hurt[hit.Item1] = hit.Item2;
            await Assert.ThrowsAsync<ArchiveException>(() => ArchiveSamples.ReadAsync(hurt, isZipped: false));
        });
    }

    [Fact]
    public async Task Read_WithLinesTakenOutDoubledOrExchanged_IsRefused()
    {
        var lines = Encoding.UTF8.GetString(await ArchiveSamples.WriteAsync(ArchiveSamples.Few, isZipped: false)).Split('\n')[..^1];
        for (var line = 0; line < lines.Length; line++)
        {
            var without = lines.Where((_, number) => number != line);
            var twice = lines.SelectMany((text, number) => number == line ? [text, text] : new[] { text });
            var exchanged = lines.Select((_, number) => lines[number == line ? (line + 1) % lines.Length : number == (line + 1) % lines.Length ? line : number]);
            foreach (var changed in new[] { without, twice, exchanged })
            {
                var text = Encoding.UTF8.GetBytes(string.Concat(changed.Select(one => one + "\n")));
                await Assert.ThrowsAsync<ArchiveException>(() => ArchiveSamples.ReadAsync(text, isZipped: false));
            }
        }
    }

    [Theory]
    [InlineData("", "The archive is empty.")]
    [InlineData("hello\n", "Line 1 is no JSON: this is no archive of LmsActors.")]
    [InlineData("hello", "Line 1 is no JSON: this is no archive of LmsActors.")]
    [InlineData("[1]\n", "Line 1 is no JSON: this is no archive of LmsActors.")]
    [InlineData("{\"a\":1}\n", "Line 1 is not the beginning of an archive of LmsActors.")]
    [InlineData("{\"format\":\"lms-actors-archive\",\"version\":99}\n", "The archive is of version 99, and this program knows version 1: use a newer one.")]
    public async Task Read_Nonsense_SaysWhatItIs(string text, string message)
    {
        var refused = await Assert.ThrowsAsync<ArchiveException>(() => ArchiveSamples.ReadAsync(Encoding.UTF8.GetBytes(text), isZipped: false));

        Assert.Equal(message, refused.Message);
    }

    [Fact]
    public async Task Read_LineThatIsNoJson_SaysItsNumber()
    {
        var lines = Encoding.UTF8.GetString(await ArchiveSamples.WriteAsync(ArchiveSamples.Few, isZipped: false)).Split('\n');
        lines[2] = "no JSON";

        var refused = await Assert.ThrowsAsync<ArchiveException>(() => ArchiveSamples.ReadAsync(Encoding.UTF8.GetBytes(string.Join('\n', lines)), isZipped: false));

        Assert.Equal("Line 3 of the archive is no JSON.", refused.Message);
    }

    [Fact]
    public async Task Write_OutOfOrder_IsRefused()
    {
        using var writer = new ArchiveWriter(new MemoryStream());
        await writer.WriteAsync(ArchiveSamples.Journal("b", ReadOnlySequence<byte>.Empty), default);

        await Assert.ThrowsAsync<ArgumentException>(() => writer.WriteAsync(ArchiveSamples.Journal("a", ReadOnlySequence<byte>.Empty), default));
    }

    /// <summary>The unused bits behind the end of a deflate stream mean nothing.</summary>
    private static async Task AssertRefusedOrSameAsync(byte[] hurt, bool isZipped)
    {
        try
        {
            var (header, read) = await ArchiveSamples.ReadAsync(hurt, isZipped);
            Assert.True(isZipped);
            Assert.Equal(ArchiveSamples.Header, header);
            ArchiveSamples.AssertSame(ArchiveSamples.Few, read);
        }
        catch (ArchiveException)
        {
            // As it should be.
        }
    }
}
