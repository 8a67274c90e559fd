using System.Text;
using Azure;
using Orleans.Journaling;

namespace LmsActors.Storage.AzureBlob;

/// <summary>
/// Where a journal stands: its log blob, with the metadata that publish the snapshot below the log. A journal is the snapshot
/// <see cref="Snapshot"/> (if any), then the log's entries.
/// </summary>
/// <param name="ETag">Changes with every write to the log blob, also of its metadata.</param>
/// <param name="Length">Bytes of the log.</param>
internal sealed record LogHead(ETag ETag, long Length, LogMetadata Metadata)
{
    /// <summary>Whether nothing was ever written to the journal: its format is still open.</summary>
    public bool IsEmpty => Length == 0 && Metadata.SnapshotBytes is null;

    /// <summary>The generation of the snapshot; null when there is none.</summary>
    public string? Snapshot => Metadata.SnapshotBytes is null ? null : Metadata.Generation;

    /// <summary>Whether the same bytes stand there: only properties can have changed in between.</summary>
    public bool IsAt(LogHead other) => Metadata.Generation == other.Metadata.Generation && Length == other.Length;
}

/// <summary>What the metadata of a log blob say: ASCII headers, so what may be any text is encoded.</summary>
/// <param name="Generation">An id that the log gets each time it begins anew, and that names the snapshot below it.</param>
/// <param name="SnapshotBytes">The snapshot's length; null when there is none.</param>
/// <param name="Revision">An id that the properties get with each change: the ETag that callers see.</param>
internal sealed record LogMetadata(string Generation, long? SnapshotBytes, string Format, string Revision, string Properties)
{
    private const int MostBytes = 8 << 10; // https://learn.microsoft.com/rest/api/storageservices/setting-and-retrieving-properties-and-metadata-for-blob-resources

    public IJournalMetadata ToMetadata() => new JournalMetadata(Format, Revision, JournalProperties.Parse(Properties));

    public static LogMetadata New(string id, string format, string properties = JournalProperties.None) => new(id, null, format, id, properties);

    /// <exception cref="ArgumentException">The properties are larger than a blob's metadata may be.</exception>
    public Dictionary<string, string> ToHeaders()
    {
        var headers = new Dictionary<string, string>
        {
            ["generation"] = Generation,
            ["format"] = Uri.EscapeDataString(Format),
            ["revision"] = Revision,
        };
        if (SnapshotBytes is { } bytes)
            headers["snapshot"] = $"{bytes}";
        if (Properties != JournalProperties.None)
            headers["properties"] = Convert.ToBase64String(Encoding.UTF8.GetBytes(Properties));
        if (headers.Sum(header => header.Key.Length + header.Value.Length) is > MostBytes and var size)
            throw new ArgumentException($"The journal's properties take {size} bytes with what belongs to them; {MostBytes} are allowed.");
        return headers;
    }

    /// <exception cref="InvalidDataException">The blob is not one of this storage's.</exception>
    public static LogMetadata Of(string journal, IDictionary<string, string>? headers)
    {
        if (headers is null || !headers.TryGetValue("generation", out var generation)
            || !headers.TryGetValue("format", out var format) || !headers.TryGetValue("revision", out var revision))
            throw new InvalidDataException($"The log of the journal '{journal}' has no metadata that name its generation, format and revision.");
        return new LogMetadata(
            generation,
            headers.TryGetValue("snapshot", out var bytes) ? long.Parse(bytes) : null,
            Uri.UnescapeDataString(format),
            revision,
            headers.TryGetValue("properties", out var text) ? Encoding.UTF8.GetString(Convert.FromBase64String(text)) : JournalProperties.None);
    }
}
