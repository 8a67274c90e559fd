using System.Buffers;
using CsCheck;

namespace LmsActors.Storage.Archive;

/// <summary>Archives to read and write, in memory.</summary>
internal static class ArchiveSamples
{
    public static readonly ArchiveHeader Header = new("1.2.3", DateTimeOffset.UnixEpoch.AddDays(1), "Sqlite", null);

    private static readonly Gen<string> Text = Gen.String[Gen.Frequency((3, Gen.Char['\0', '\u007f']), (1, Gen.Char['\u00a0', '\ud7ff']), (1, Gen.Char['\ue000', '\uffff'])), 1, 12];

    private static readonly Gen<byte[]> Bytes = Gen.Frequency(
        (1, Gen.Const(Array.Empty<byte>())),
        (20, Gen.Byte.Array[1, 200]),
        (1, Gen.Select(Gen.Int[(1 << 20) - 1, (1 << 20) + 1], Gen.Int).Select((length, seed) => Random(length, seed))),
        (1, Gen.Select(Gen.Int[0, 3 << 20], Gen.Int).Select((length, seed) => Random(length, seed))));

    /// <summary>Any journals, in the order of their names.</summary>
    public static readonly Gen<ArchivedJournal[]> Journals =
        Gen.Select(Text, Text.Null(), Gen.Dictionary(Text, Text)[0, 3], Bytes).Array[0, 12].Select(all => all
            .Select(one => new ArchivedJournal(one.Item1, one.Item2, one.Item3, new(one.Item4)))
            .DistinctBy(journal => journal.Name)
            .OrderBy(journal => journal.Name, StringComparer.Ordinal)
            .ToArray());

    public static readonly ArchivedJournal[] Few =
    [
        Journal("room/a", new("first"u8.ToArray())),
        new("room/b", "json", new Dictionary<string, string> { ["colour"] = "blue", ["größe"] = "\"2\"" }, new("second"u8.ToArray())),
        Journal("room/c", ReadOnlySequence<byte>.Empty),
    ];

    public static ArchivedJournal Journal(string name, ReadOnlySequence<byte> bytes) => new(name, "orleans-binary", new Dictionary<string, string>(), bytes);

    public static async Task<byte[]> WriteAsync(IEnumerable<ArchivedJournal> journals, bool isZipped)
    {
        var file = new MemoryStream();
        using var writer = new ArchiveWriter(isZipped ? ArchiveFile.Zip(file) : file);
        await writer.BeginAsync(Header, default);
        foreach (var journal in journals)
            await writer.WriteAsync(journal, default);
        await writer.EndAsync(default);
        return file.ToArray();
    }

    public static async Task<(ArchiveHeader Header, List<ArchivedJournal> Journals)> ReadAsync(byte[] archive, bool isZipped)
    {
        var file = new MemoryStream(archive);
        using var reader = await ArchiveReader.OpenAsync(isZipped ? new GzipMemberReader(file) : file, default);
        var journals = new List<ArchivedJournal>();
        await foreach (var journal in reader.ReadAsync(default))
            journals.Add(journal);
        return (reader.Header, journals);
    }

    public static void AssertSame(IReadOnlyList<ArchivedJournal> expected, IReadOnlyList<ArchivedJournal> actual)
    {
        Assert.Equal(expected.Select(journal => journal.Name), actual.Select(journal => journal.Name));
        foreach (var (one, other) in expected.Zip(actual))
        {
            Assert.Equal(one.Bytes.IsEmpty ? null : one.FormatKey, other.FormatKey);
            Assert.Equal(one.Properties.OrderBy(pair => pair.Key, StringComparer.Ordinal), other.Properties.OrderBy(pair => pair.Key, StringComparer.Ordinal));
            Assert.True(one.Bytes.ToArray().AsSpan().SequenceEqual(other.Bytes.ToArray()), $"The bytes of '{one.Name}' differ.");
        }
    }

    private static byte[] Random(int length, int seed)
    {
        var bytes = new byte[length];
        new Random(seed).NextBytes(bytes);
        return bytes;
    }
}
