using Orleans.Journaling;
using Orleans.Serialization.Buffers;

namespace LmsActors.Storage.Sqlite;

/// <summary>
/// One reading of a journal, all at one moment. The copy of the tail must be older than the reading: what was sorted away
/// since then stands in the chunks, and is passed over here.
/// </summary>
internal sealed class JournalReading(string name, (long Journal, TailEntry[] Entries) tail)
{
    private const int FillBytes = 1 << 20;

    private bool _begun;
    private bool _chunksRead;
    private int _tailRead;

    public IJournalMetadata Metadata { get; private set; } = JournalMetadata.Empty;

    /// <summary>Where the journal stood; complete after the last filling, as are the counts.</summary>
    public JournalVersion Version { get; private set; }

    public long Entries { get; private set; }

    public long Bytes { get; private set; }

    public long SnapshotBytes { get; private set; }

    /// <summary>Adds about 1 MiB to the buffer; answers whether there is more.</summary>
    public bool Fill(JournalReader reader, ArcBufferWriter buffer)
    {
        if (!_begun && !Begin(reader))
            return false;
        var enough = buffer.Length + FillBytes;
        while (!_chunksRead)
        {
            if (buffer.Length >= enough)
                return true;
            ReadChunk(reader.Chunks, buffer);
        }

        for (; tail.Journal == Version.Journal && _tailRead < tail.Entries.Length; _tailRead++)
        {
            if (buffer.Length >= enough)
                return true;
            ReadTail(tail.Entries[_tailRead], buffer);
        }

        reader.End();
        return false;
    }

    private bool Begin(JournalReader reader)
    {
        _begun = true;
        reader.Begin();
        if (reader.Find(name) is not { } row)
        {
            reader.End();
            return false;
        }

        Metadata = row.ToMetadata();
        Version = new JournalVersion(row.Id, 0);
        reader.Chunks.Bind(1, row.Id);
        return true;
    }

    private void ReadChunk(SqliteStatement row, ArcBufferWriter buffer)
    {
        _chunksRead = !row.Step();
        if (_chunksRead)
            return;
        var (position, entries) = (row.Int64(0), row.Int64(1));
        var data = row.Blob(2);
        if (entries == 0)
            SnapshotBytes = data.Length;
        else
            Count(position, entries, data.Length);
        Version = Version with { Position = position };
        buffer.Write(data);
    }

    private void ReadTail(TailEntry entry, ArcBufferWriter buffer)
    {
        if (entry.Position <= Version.Position)
            return;
        Count(entry.Position, entries: 1, entry.Data.Length);
        Version = Version with { Position = entry.Position };
        buffer.Write(entry.Data.Span);
    }

    private void Count(long position, long entries, long bytes)
    {
        if (position != Version.Position + entries)
            throw new InvalidDataException($"The journal '{name}' has a hole between its writes {Version.Position} and {position}.");
        Entries += entries;
        Bytes += bytes;
    }
}
