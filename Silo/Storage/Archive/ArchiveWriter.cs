using System.Buffers;
using System.Security.Cryptography;

namespace LmsActors.Storage.Archive;

/// <summary>
/// Writes an archive as a stream of text: a line about the archive, the journals in the ordinal order of their names, each in pieces of
/// 1 MiB (the last one shorter), and a line with counts and checksum. The same journals give the same lines, whichever storage they come from.
/// </summary>
public sealed class ArchiveWriter : IDisposable
{
    /// <summary>How much text goes between two flushes; after a kill at most this much is written again, and the journal that was on its way.</summary>
    private const int FlushEvery = 1 << 20;

    private readonly Stream _text;
    private readonly IncrementalHash _hash;
    internal string? LastName { get; private set; }
    private int _unflushed;

    /// <summary>Begins an archive in a stream, which stays the caller's. A flush of it marks the end of whole journals.</summary>
    public ArchiveWriter(Stream text)
        : this(text, IncrementalHash.CreateHash(HashAlgorithmName.SHA256))
    {
    }

    private ArchiveWriter(Stream text, IncrementalHash hash) => (_text, _hash) = (text, hash);

    /// <summary>What was written so far.</summary>
    public ArchiveTotals Totals { get; private set; }

    /// <summary>Goes on where an earlier writer was killed: behind the last journal that the reader found.</summary>
    internal static ArchiveWriter Continue(Stream text, ArchiveReader read) =>
        new(text, read.Hash) { Totals = read.Totals, LastName = read.LastName };

    public Task BeginAsync(ArchiveHeader header, CancellationToken cancellation) => PutAsync(
        new HeaderLine(ArchiveLine.Format, ArchiveLine.Version, header.Product, header.CreatedAt, header.Provider, header.Tenant), cancellation);

    /// <exception cref="ArgumentException">The name does not come after that of the journal before.</exception>
    public async Task WriteAsync(ArchivedJournal journal, CancellationToken cancellation)
    {
        if (LastName is not null && string.CompareOrdinal(journal.Name, LastName) <= 0)
            throw new ArgumentException($"'{journal.Name}' does not come after '{LastName}'.", nameof(journal));
        var parts = checked((int)Math.Max(1, (journal.Bytes.Length + ArchiveLine.PieceBytes - 1) / ArchiveLine.PieceBytes));
        for (var part = 1; part <= parts; part++)
            await PutAsync(Piece(journal, part, parts), cancellation);
        LastName = journal.Name;
        Totals = Totals.With(journal);
        if (_unflushed < FlushEvery)
            return;
        await _text.FlushAsync(cancellation);
        _unflushed = 0;
    }

    /// <summary>Writes the last line.</summary>
    public async Task<ArchiveTotals> EndAsync(CancellationToken cancellation)
    {
        await PutAsync(new EndLine(Totals.Journals, Totals.Bytes, Convert.ToHexStringLower(_hash.GetCurrentHash())), cancellation);
        await _text.FlushAsync(cancellation);
        return Totals;
    }

    public void Dispose() => _hash.Dispose();

    private static PieceLine Piece(ArchivedJournal journal, int part, int parts)
    {
        var start = (part - 1L) * ArchiveLine.PieceBytes;
        var bytes = journal.Bytes.Slice(start, Math.Min(ArchiveLine.PieceBytes, journal.Bytes.Length - start)).ToArray();
        return part > 1
            ? new(journal.Name, part, parts, bytes)
            : new(journal.Name, part, parts, bytes, journal.Bytes.IsEmpty ? null : journal.FormatKey, Sorted(journal.Properties));
    }

    private static SortedDictionary<string, string>? Sorted(IReadOnlyDictionary<string, string> properties) =>
        properties.Count == 0 ? null : new(properties.ToDictionary(StringComparer.Ordinal), StringComparer.Ordinal);

    private async Task PutAsync<T>(T line, CancellationToken cancellation)
    {
        var bytes = ArchiveLine.Write(line);
        await _text.WriteAsync(bytes, cancellation);
        _hash.AppendData(bytes);
        _unflushed += bytes.Length;
    }
}
