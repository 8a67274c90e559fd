using System.Buffers;

namespace LmsActors.Storage.Sqlite;

/// <summary>The rows of the tail: their ids, which only grow while the process lives, and their bytes.</summary>
internal readonly record struct TailExtent(long First, long Last, long Bytes);

/// <summary>How writes lie in the tables and in the heads. Writer thread only, within its open transaction.</summary>
internal sealed class JournalLog
{
    /// <summary>Appends of this size go to the chunks at once: to write them twice costs more than to seek.</summary>
    private const int LargeEntryBytes = 64 << 10;

    private readonly TailArena _arena = new();
    public JournalLog(SqliteDatabase database)
    {
        Tables = new JournalTables(database);
        Heads = new JournalHeads(Tables);
        LoadTail();
    }

    public JournalTables Tables { get; }

    public JournalHeads Heads { get; }

    public TailExtent Tail { get; private set; } = new(1, 0, 0);

    /// <summary>The tail without the open batch.</summary>
    public TailExtent CommittedTail { get; private set; }

    public void Append(JournalHead head, string format, in ReadOnlySequence<byte> value)
    {
        Heads.Touch(head);
        if (value.Length < LargeEntryBytes)
        {
            AppendToTail(head, format, _arena.Copy(value));
            return;
        }

        while (Settle(head, atMost: long.MaxValue) > 0)
        {
        }

        AppendChunk(head, format, entries: 1, value);
    }

    /// <summary>One statement after the other, one transaction: a reader sees the old bytes or the new ones.</summary>
    public void Replace(JournalHead head, string format, in ReadOnlySequence<byte> value)
    {
        Heads.Touch(head);
        if (head.Draft.Exists)
        {
            Tables.DeleteChunks(head.Draft.Journal);
            Tables.StampFormat(head.Draft.Journal, format);
        }

        AppendChunk(head, format, entries: 0, value);
    }

    public void Delete(JournalHead head)
    {
        Heads.Touch(head);
        if (head.Draft.Exists)
            Tables.DeleteJournal(head.Draft.Journal);
        head.Delete();
    }

    public void Create(JournalHead head, string format, string properties)
    {
        Heads.Touch(head);
        head.Advance(new JournalVersion(Tables.InsertJournal(head.Name, format, properties), 0), tail: null);
    }

    /// <summary>Moves a journal's oldest appends from the tail to its chunks. Answers the bytes moved; 0 when there are none.</summary>
    public long Settle(JournalHead head, long atMost)
    {
        using var chunk = new PooledBytes();
        TailEntry last = default;
        var entries = 0;
        foreach (var entry in head.Unsettled)
        {
            if (entries > 0 && chunk.Length + entry.Data.Length > atMost)
                break;
            chunk.Append(entry.Data.Span);
            last = entry;
            entries++;
        }

        if (entries == 0)
            return 0;
        Heads.Touch(head);
        Tables.InsertChunk(head.Draft with { Position = last.Position }, entries, chunk.Span);
        head.Settle(last.Position);
        return Math.Max(1, chunk.Length);
    }

    /// <summary>Takes rows off the tail that were sorted away, a bounded number of them. Answers whether that was all.</summary>
    public bool DeleteTail(long through, int atMost)
    {
        var last = Math.Min(through, Tail.First + atMost - 1);
        Tables.DeleteTail(Tail.First, last);
        Tail = Tail with { First = last + 1 };
        return last == through;
    }

    public void ReleaseTail(long bytes) => Tail = Tail with { Bytes = Tail.Bytes - bytes };

    public void Commit()
    {
        Heads.Commit();
        CommittedTail = Tail;
    }

    public void Abandon()
    {
        Heads.Abandon();
        Tail = CommittedTail with { Last = Tail.Last };
    }

    private void AppendToTail(JournalHead head, string format, ReadOnlyMemory<byte> data)
    {
        var version = NextVersion(head, format);
        Tail = Tail with { Last = Tail.Last + 1, Bytes = Tail.Bytes + data.Length };
        Tables.InsertTail(Tail.Last, version, data.Span);
        head.Advance(version, data);
    }

    private void AppendChunk(JournalHead head, string format, long entries, in ReadOnlySequence<byte> value)
    {
        var version = NextVersion(head, format);
        using var data = new PooledBytes();
        Tables.InsertChunk(version, entries, value.IsSingleSegment ? value.FirstSpan : data.Append(value));
        head.Advance(version, tail: null);
        head.Settle(version.Position);
    }

    private JournalVersion NextVersion(JournalHead head, string format)
    {
        if (!head.Draft.Exists)
            return new JournalVersion(Tables.InsertJournal(head.Name, format, JournalProperties.None), 1);
        if (head.Draft.Position == 0)
            Tables.StampFormat(head.Draft.Journal, format);
        return head.Draft with { Position = head.Draft.Position + 1 };
    }

    /// <summary>What the last process left unsorted. Rows of deleted journals, and such as stand in the chunks, are passed over.</summary>
    private void LoadTail()
    {
        var heads = new Dictionary<long, JournalHead?>();
        var first = 0L;
        foreach (var (id, version, data) in Tables.ReadTail())
        {
            first = first == 0 ? id : first;
            Tail = new TailExtent(first, id, Tail.Bytes + data.Length);
            if (!heads.TryGetValue(version.Journal, out var head))
                heads[version.Journal] = head = Tables.FindName(version.Journal) is { } name ? Heads.Get(name) : null;
            if (head is not null && version.Position > head.Draft.Position)
                head.LoadTail(new TailEntry(version.Position, data));
        }

        CommittedTail = Tail;
    }
}
