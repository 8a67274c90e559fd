using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace LmsActors.Storage.Archive;

/// <summary>Reads an archive from its text, and believes nothing that it cannot check. Holds one journal at a time.</summary>
public sealed class ArchiveReader : IDisposable
{
    private readonly LineReader _lines;
    private long _read;

    private ArchiveReader(LineReader lines, ArchiveHeader header) => (_lines, Header) = (lines, header);

    public ArchiveHeader Header { get; }

    /// <summary>What was read so far.</summary>
    public ArchiveTotals Totals { get; private set; }

    internal string? LastName { get; private set; }

    /// <summary>The bytes of text up to the end of the last whole journal.</summary>
    internal long Position { get; private set; }

    /// <summary>Of that text.</summary>
    internal IncrementalHash Hash { get; } = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Reads the first line.</summary>
    /// <exception cref="ArchiveException">It is no archive, or one of a format that this program does not know.</exception>
    public static async Task<ArchiveReader> OpenAsync(Stream text, CancellationToken cancellation)
    {
        var lines = new LineReader(text);
        var line = await lines.NextAsync(cancellation);
        if (line.IsEmpty)
            throw new ArchiveException("The archive is empty.");
        var reader = new ArchiveReader(lines, ReadHeader(line.Span[..^1]));
        reader.Accept(line.Span);
        reader.Position = reader._read;
        return reader;
    }

    /// <summary>All journals, in the ordinal order of their names. Only when this has come to its end is the archive known to be whole.</summary>
    /// <exception cref="ArchiveException">It is damaged or cut short.</exception>
    public async IAsyncEnumerable<ArchivedJournal> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        while (await NextAsync(cancellation) is { } journal)
            yield return journal;
    }

    public void Dispose() => Hash.Dispose();

    /// <summary>The next journal; null behind the last one of a whole archive.</summary>
    /// <exception cref="ArchiveException">It is damaged or cut short.</exception>
    internal async Task<ArchivedJournal?> NextAsync(CancellationToken cancellation)
    {
        var line = await LineAsync(cancellation);
        if (ArchiveLine.IsEnd(line.Span))
        {
            CheckEnd(line.Span);
            return (await _lines.NextAsync(cancellation)).IsEmpty ? null : throw Wrong("comes after the end of the archive");
        }

        var first = ReadPiece(line.Span);
        if (first.Part != 1 || first.Parts < 1 || (LastName is not null && string.CompareOrdinal(first.Journal, LastName) <= 0))
            throw Wrong("is out of order");
        var bytes = new PieceList();
        bytes.Add(first.Bytes);
        for (var part = 2; part <= first.Parts; part++)
            bytes.Add(ReadNext((await LineAsync(cancellation)).Span, first, part).Bytes);
        var journal = new ArchivedJournal(first.Journal, first.FormatKey, first.Properties ?? [], bytes.Bytes);
        (Position, LastName, Totals) = (_read, journal.Name, Totals.With(journal));
        return journal;
    }

    private static ArchiveHeader ReadHeader(ReadOnlySpan<byte> line)
    {
        if (ArchiveLine.Parse(line) is not { } json)
            throw new ArchiveException("Line 1 is no JSON: this is no archive of LmsActors.");
        if (!json.TryGetProperty("format", out var format) || format.ToString() != ArchiveLine.Format || !json.TryGetProperty("version", out var version))
            throw new ArchiveException("Line 1 is not the beginning of an archive of LmsActors.");
        if (version.ToString() != $"{ArchiveLine.Version}")
            throw new ArchiveException($"The archive is of version {version}, and this program knows version {ArchiveLine.Version}: use a newer one.");
        if (!ArchiveLine.IsSound(line))
            throw new ArchiveException("Line 1 of the archive is not as it was written.");
        var header = Read<HeaderLine>(line, number: 1);
        return new(header.Product, header.CreatedAt, header.Provider, header.Tenant);
    }

    private PieceLine ReadNext(ReadOnlySpan<byte> line, PieceLine first, int part)
    {
        var next = ReadPiece(line);
        return next.Journal == first.Journal && next.Part == part && next.Parts == first.Parts ? next : throw Wrong("is out of order");
    }

    private PieceLine ReadPiece(ReadOnlySpan<byte> line)
    {
        if (!ArchiveLine.IsPiece(line))
            throw Wrong("is of no kind that there is");
        Accept(line);
        var piece = Read<PieceLine>(line[..^1], _lines.Number);
        return piece.Bytes.Length <= ArchiveLine.PieceBytes ? piece : throw Wrong("holds too much");
    }

    private void CheckEnd(ReadOnlySpan<byte> line)
    {
        var end = Read<EndLine>(line[..^1], _lines.Number);
        if (end.Journals != Totals.Journals || end.Bytes != Totals.Bytes)
            throw new ArchiveException($"The archive holds {Totals.Journals} journals of {Totals.Bytes} bytes and should hold {end.Journals} of {end.Bytes}: lines were taken out or put in.");
        if (end.Sha256 != Convert.ToHexStringLower(Hash.GetCurrentHash()))
            throw new ArchiveException("The archive's checksum is wrong: it is not as it was written.");
    }

    /// <summary>A line of which it is known that it is as it was written.</summary>
    private async ValueTask<ReadOnlyMemory<byte>> LineAsync(CancellationToken cancellation)
    {
        var line = await _lines.NextAsync(cancellation);
        if (line.IsEmpty)
            throw new ArchiveException($"The archive is cut short after line {_lines.Number}.");
        if (ArchiveLine.IsSound(line.Span[..^1]))
            return line;
        throw Wrong(ArchiveLine.Parse(line.Span[..^1]) is null ? "is no JSON" : "is not as it was written");
    }

    private static T Read<T>(ReadOnlySpan<byte> line, long number)
    {
        try
        {
            return ArchiveLine.Read<T>(line);
        }
        catch (JsonException failure)
        {
            throw new ArchiveException($"Line {number} of the archive does not say what it should.", failure);
        }
    }

    private void Accept(ReadOnlySpan<byte> line)
    {
        Hash.AppendData(line);
        _read += line.Length;
    }

    private ArchiveException Wrong(string what) => new($"Line {_lines.Number} of the archive {what}.");
}
