using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace LmsActors.Import;

/// <summary>
/// Reads the rows of one room archive: <c>room_id, room_uri, sent_at, from_userid, from_username, message_id, text</c>,
/// in the form of <see cref="TabbedRow"/>, without a header.
/// </summary>
/// <remarks>
/// A sound row is taken as quoting has it. When a row is not sound, reading goes on at the next line that begins like a row
/// (two ids and an instant), so that a lost or a stray quote costs its own row and no other. All lines passed over on the
/// way are one <see cref="DirtyRow"/>. Only where a later quote happens to close an open one in a lawful way are neighbours
/// taken for a part of the text; such a row is kept, as it may also be a message that quotes an archive, and is reported.
/// Time is linear in the size of the text.
/// </remarks>
internal ref struct GitterRows
{
    private const int RoomId = 0, RoomUri = 1, SentAt = 2, UserId = 3, UserName = 4, MessageId = 5, MessageText = 6, Columns = 7;
    private const string InstantFormat = "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK";

    private readonly string _file;
    private readonly ReadOnlySpan<byte> _text;
    private readonly List<GitterRecord> _records = [];
    private readonly List<DirtyRow> _dirty = [];
    private readonly HashSet<string> _names = [];
    private TabbedRow _row;
    private int _at;
    private long _line = 1;

    private GitterRows(string file, ReadOnlySpan<byte> text)
    {
        _file = file;
        _text = text;
        _row = new TabbedRow(text);
    }

    /// <summary>Never fails, whatever the bytes are.</summary>
    public static (IReadOnlyList<GitterRecord> Records, IReadOnlyList<DirtyRow> Dirty) Read(string file, ReadOnlySpan<byte> utf8)
    {
        var rows = new GitterRows(file, utf8.StartsWith("\uFEFF"u8) ? utf8["\uFEFF"u8.Length..] : utf8);
        while (rows._at < rows._text.Length)
            rows.ReadNext();
        return (rows._records, rows._dirty);
    }

    /// <summary>Whether one of these lines begins like a row.</summary>
    public static bool AppearIn(ReadOnlySpan<byte> text)
    {
        foreach (var line in text.Split((byte)'\n'))
        {
            if (IsRowStart(text[line]))
                return true;
        }
        return false;
    }

    private void ReadNext()
    {
        var line = LineAt(_at);
        if (line.TrimEnd("\r\n"u8).IsEmpty)
        {
            MoveTo(_at + line.Length);
            return;
        }
        var fault = FaultOf(_row.Scan(_at), out var sentAt);
        if (fault is null)
            Take(sentAt);
        else
            PassOver(fault);
    }

    private readonly string? FaultOf(RowShape shape, out DateTimeOffset sentAt)
    {
        sentAt = default;
        if (shape == RowShape.UnclosedQuote)
            return "a quote is never closed";
        if (shape == RowShape.TextAfterQuote)
            return "text follows a closing quote";
        if (_row.Count != Columns)
            return $"{_row.Count} fields instead of {Columns}";
        if (!Utf8.IsValid(_text[_at.._row.End]))
            return "bytes that are not UTF-8";
        if (_row.Bytes(RoomId).IsEmpty || _row.Bytes(RoomUri).IsEmpty || _row.Bytes(MessageId).IsEmpty)
            return "no room or no message id";
        return TryReadInstant(_row.Bytes(SentAt), out sentAt) ? null : "sent_at is not an instant";
    }

    private void Take(DateTimeOffset sentAt)
    {
        var record = new GitterRecord(
            Name(RoomId), Name(RoomUri), sentAt, Name(UserId), Name(UserName), _row.Text(MessageId), _row.Text(MessageText));
        if (record.FromUserId.Length == 0)
            _dirty.Add(new DirtyRow(_file, _line, "no author", Kept: true));
        if (HoldsRows(_row.Bytes(MessageText)))
            _dirty.Add(new DirtyRow(_file, _line, "the text holds lines that begin like rows; perhaps a quote is missing", Kept: true));
        _records.Add(record);
        MoveTo(_row.End);
    }

    private void PassOver(string fault)
    {
        var (first, lines) = (_line, 0);
        do
        {
            MoveTo(_at + LineAt(_at).Length);
            lines++;
        }
        while (_at < _text.Length && !IsRowStart(LineAt(_at)));
        _dirty.Add(new DirtyRow(_file, first, lines == 1 ? fault : $"{fault}; {lines} lines are left out"));
    }

    private static bool HoldsRows(ReadOnlySpan<byte> text)
    {
        var firstBreak = text.IndexOf((byte)'\n');
        return firstBreak >= 0 && AppearIn(text[(firstBreak + 1)..]);
    }

    /// <summary>The line at a place, with its line feed.</summary>
    private readonly ReadOnlySpan<byte> LineAt(int start)
    {
        var length = _text[start..].IndexOf((byte)'\n');
        return length < 0 ? _text[start..] : _text.Slice(start, length + 1);
    }

    private void MoveTo(int next)
    {
        _line += _text[_at..next].Count((byte)'\n');
        _at = next;
    }

    /// <summary>A field that repeats over many rows, as one string for all of them.</summary>
    private readonly string Name(int field)
    {
        Span<char> buffer = stackalloc char[128];
        var bytes = _row.Bytes(field);
        if (bytes.Length > buffer.Length || bytes.Contains((byte)'"'))
            return _row.Text(field);
        var name = buffer[..Encoding.UTF8.GetChars(bytes, buffer)];
        var lookup = _names.GetAlternateLookup<ReadOnlySpan<char>>();
        lookup.Add(name);
        return lookup.TryGetValue(name, out var known) ? known : name.ToString();
    }

    private static bool IsRowStart(ReadOnlySpan<byte> line)
    {
        Span<Range> fields = stackalloc Range[4];
        var head = line[..Math.Min(line.Length, 1024)];
        var count = 0;
        foreach (var field in head.Split((byte)'\t'))
        {
            if (count == fields.Length)
                break;
            fields[count++] = field;
        }
        return count == fields.Length
            && !head[fields[RoomId]].Trim("\""u8).IsEmpty
            && !head[fields[RoomUri]].Trim("\""u8).IsEmpty
            && TryReadInstant(head[fields[SentAt]].Trim("\""u8), out _);
    }

    private static bool TryReadInstant(ReadOnlySpan<byte> bytes, out DateTimeOffset instant)
    {
        Span<char> text = stackalloc char[40];
        if (bytes.Length is 0 or > 40)
        {
            instant = default;
            return false;
        }
        var chars = text[..Encoding.ASCII.GetChars(bytes, text)];
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        return DateTimeOffset.TryParseExact(chars, InstantFormat, CultureInfo.InvariantCulture, Utc, out instant);
    }
}
