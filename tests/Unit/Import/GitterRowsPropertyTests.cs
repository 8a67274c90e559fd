using CsCheck;

namespace LmsActors.Import;

public class GitterRowsPropertyTests
{
    /// <summary>What can befall one row's bytes, short of its line break.</summary>
    private static readonly Gen<Func<byte[], byte[]>> Damage = Gen.OneOf<Func<byte[], byte[]>>(
        Gen.Select(Gen.Int[0, 10_000], Gen.Byte, (at, value) =>
            new Func<byte[], byte[]>(row => Overwrite(row, at % row.Length, value))),
        Gen.Int[0, 10_000].Select(at => new Func<byte[], byte[]>(row => [.. row[..(at % row.Length)], .. row[((at % row.Length) + 1)..]])),
        Gen.Int[0, 10_000].Select(at => new Func<byte[], byte[]>(row => [.. row[..(at % row.Length)], (byte)'"', .. row[(at % row.Length)..]])),
        Gen.Int[0, 10_000].Select(at => new Func<byte[], byte[]>(row => row[..(at % row.Length)])),
        Gen.Const(new Func<byte[], byte[]>(row => row[^1] == '"' ? row[..^1] : row)));

    [Fact]
    public void Read_WhatWasWritten_GivesTheSameRecords() => GitterDialect.Records.Sample(written =>
    {
        var (read, dirty) = GitterRows.Read("room.tsv", GitterDialect.Write(written));

        return dirty.Count == 0 && read.SequenceEqual(written);
    });

    [Fact]
    public void Read_AnyBytes_NeverFailsAndEndsInTheText() =>
        Gen.Select(GitterDialect.Records, Gen.Select(Gen.Int[0, 100_000], Gen.Byte).Array[1, 30]).Sample((written, hits) =>
        {
            var bytes = GitterDialect.Write(written);
            foreach (var (at, value) in hits)
                bytes[at % bytes.Length] = value;

            var (_, dirty) = GitterRows.Read("room.tsv", bytes);

            var lines = bytes.AsSpan().Count((byte)'\n') + 1;
            return dirty.All(row => row.Line >= 1 && row.Line <= lines);
        });

    /// <summary>
    /// Every row before the damage stays as it is. A row after it is read too, unless its own text closes the quote
    /// that the damage left open, in which case it stands inside the text of the damaged one, and that is reported.
    /// </summary>
    [Fact]
    public void Read_OneDamagedRow_SparesItsNeighbours() =>
        Gen.Select(GitterDialect.Records, Gen.Int[0, 100], Damage).Sample((written, which, damage) =>
        {
            var hurt = which % written.Length;
            byte[][] rows = [.. written.Select(GitterDialect.WriteRow)];
            rows[hurt] = [.. damage(rows[hurt][..^2]), .. "\r\n"u8];

            var (read, dirty) = GitterRows.Read("room.tsv", rows.SelectMany(row => row).ToArray());

            Assert.Equal(written[..hurt], read.Take(hurt));
            foreach (var neighbour in written[(hurt + 1)..].Except(read))
            {
                Assert.Contains(neighbour.MessageId, read[hurt].Text, StringComparison.Ordinal);
                Assert.Contains(dirty, row => row.Kept);
            }
        });

    [Fact]
    public void Read_OneDamagedRow_IsReportedUnlessItStillReadsAsARow() =>
        Gen.Select(GitterDialect.Records, Gen.Int[0, 100], Damage).Sample((written, which, damage) =>
        {
            var hurt = which % written.Length;
            byte[][] rows = [.. written.Select(GitterDialect.WriteRow)];
            rows[hurt] = [.. damage(rows[hurt][..^2]), .. "\r\n"u8];
            var firstLine = 1 + rows[..hurt].Sum(row => row.AsSpan().Count((byte)'\n'));

            var (read, dirty) = GitterRows.Read("room.tsv", rows.SelectMany(row => row).ToArray());

            var wasBlanked = rows[hurt].All(value => value is (byte)'\r' or (byte)'\n');
            Assert.True(read.Count >= written.Length || dirty.Count > 0 || wasBlanked);
            Assert.All(dirty, row => Assert.True(row.Line >= firstLine));
        });

    private static byte[] Overwrite(byte[] row, int at, byte value)
    {
        var copy = (byte[])row.Clone();
        copy[at] = value;
        return copy;
    }
}
