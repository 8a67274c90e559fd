using System.Buffers;

namespace LmsActors.Storage.Postgres;

/// <summary>A journal as the database has it: where it stands, and the position of its last snapshot (0 for none).</summary>
internal sealed record StoredJournal(JournalRow Row, long Position, long Snapshot)
{
    public JournalVersion Version => new(Row.Id, Position);
}

/// <summary>A part of one write's bytes.</summary>
internal readonly record struct EntryPiece(JournalVersion At, int Number, byte[] Data);

/// <summary>One journal within an open transaction: what was found there, and what the batch makes of it.</summary>
internal sealed class JournalDraft(string name, StoredJournal? stored)
{
    /// <summary>A larger write is cut, so that it is read in a stream.</summary>
    public const int PieceBytes = 256 << 10;

    public StoredJournal? Stored { get; } = stored;

    /// <summary>Null when there is no such journal.</summary>
    public StoredJournal? Current { get; private set; } = stored;

    public JournalVersion Version => Current?.Version ?? default;

    public List<EntryPiece> Pieces { get; } = [];

    public void Append(string format, ReadOnlySequence<byte> value, JournalIds ids) => Write(format, value, ids);

    public void Replace(string format, ReadOnlySequence<byte> value, JournalIds ids)
    {
        Pieces.Clear();
        Write(format, value, ids);
        Current = Current! with { Snapshot = Current.Position, Row = Current.Row with { Format = format } };
    }

    public void Delete()
    {
        Pieces.Clear();
        Current = null;
    }

    public void Create(string? format, string properties, JournalIds ids) =>
        Current = new StoredJournal(new JournalRow(ids.Next(), name, format, 1, properties), 0, 0);

    public void Update(JournalRow row) => Current = Current! with { Row = row };

    private void Write(string format, ReadOnlySequence<byte> value, JournalIds ids)
    {
        if (Current is null)
            Create(format, JournalProperties.None, ids);
        var row = Current!.Position == 0 ? Current.Row with { Format = format } : Current.Row;
        Current = Current with { Row = row, Position = Current.Position + 1 };
        var number = 0;
        do
        {
            var piece = value.Slice(0, Math.Min(PieceBytes, value.Length));
            Pieces.Add(new EntryPiece(Version, number++, piece.ToArray()));
            value = value.Slice(piece.End);
        }
        while (!value.IsEmpty);
    }
}

/// <summary>Ids for new journals, reserved in the database beforehand; those of an abandoned batch are never used.</summary>
internal sealed class JournalIds
{
    private long _next;
    private long _end;

    /// <summary>How many there are left.</summary>
    public long Left => _end - _next;

    public void Reserved(long first) => (_next, _end) = (first, first + PostgresSchema.IdsAtOnce);

    public long Next() => _next < _end ? _next++ : throw new InvalidOperationException("More journals were made than ids reserved.");
}
