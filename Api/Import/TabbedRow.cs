using System.Text;

namespace LmsActors.Import;

internal enum RowShape { Sound, UnclosedQuote, TextAfterQuote }

/// <summary>
/// Finds the fields of one row of tab-separated text with CSV quoting (RFC 4180, with tabs for commas): a field that begins
/// with a quote ends at the next quote that is not doubled, and may hold tabs and line breaks; any other field ends at a tab
/// or a line break, and quotes inside it are plain text. A row ends with LF or CRLF.
/// </summary>
/// <remarks>
/// Written by hand, because a row has to be named by its line of text and a broken one must not take its neighbours with it.
/// Sylvan.Data.Csv counts rows, not lines, and cannot be set back to an earlier place of the text when an unclosed quote has
/// led it astray; and since it reads decoded text, bytes that are no UTF-8 would be replaced without a word.
/// </remarks>
internal ref struct TabbedRow(ReadOnlySpan<byte> text)
{
    private const byte Tab = (byte)'\t', Quote = (byte)'"', Return = (byte)'\r', Feed = (byte)'\n';

    /// <summary>More fields than any form has: further ones are counted but not kept.</summary>
    private const int Kept = 16;

    private readonly ReadOnlySpan<byte> _text = text;
    private readonly Field[] _fields = new Field[Kept];

    /// <summary>How many fields the row has.</summary>
    public int Count { get; private set; }

    /// <summary>Where the next row begins, if this one is sound.</summary>
    public int End { get; private set; }

    /// <summary>Reads the row that begins at <paramref name="start"/>.</summary>
    public RowShape Scan(int start)
    {
        Count = 0;
        var at = start;
        while (true)
        {
            var shape = at < _text.Length && _text[at] == Quote ? ScanQuoted(ref at) : ScanPlain(ref at);
            if (shape != RowShape.Sound)
                return shape;
            if (at == _text.Length || _text[at] != Tab)
                break;
            at++;
        }
        End = Math.Min(_text.Length, at + (at < _text.Length && _text[at] == Return ? 2 : 1));
        return RowShape.Sound;
    }

    /// <summary>The bytes of a field as they stand in the file, without its quotes.</summary>
    public readonly ReadOnlySpan<byte> Bytes(int field) => _text.Slice(_fields[field].Start, _fields[field].Length);

    public readonly string Text(int field)
    {
        var text = Encoding.UTF8.GetString(Bytes(field));
        return _fields[field].HasDoubledQuotes ? text.Replace("\"\"", "\"", StringComparison.Ordinal) : text;
    }

    private RowShape ScanPlain(ref int at)
    {
        var length = _text[at..].IndexOfAny(Tab, Feed);
        var end = length < 0 ? _text.Length : at + length;
        var endsRow = end == _text.Length || _text[end] == Feed;
        var isReturnBreak = endsRow && end > at && _text[end - 1] == Return;
        Add(new Field(at, end - at - (isReturnBreak ? 1 : 0), false));
        at = end;
        return RowShape.Sound;
    }

    private RowShape ScanQuoted(ref int at)
    {
        var from = at + 1;
        var close = from;
        var doubled = false;
        while (true)
        {
            var next = _text[close..].IndexOf(Quote);
            if (next < 0)
                return RowShape.UnclosedQuote;
            close += next;
            if (close + 1 == _text.Length || _text[close + 1] != Quote)
                break;
            doubled = true;
            close += 2;
        }
        Add(new Field(from, close - from, doubled));
        at = close + 1;
        return IsFieldEnd(at) ? RowShape.Sound : RowShape.TextAfterQuote;
    }

    private readonly bool IsFieldEnd(int at) =>
        at == _text.Length
        || _text[at] is Tab or Feed
        || (_text[at] == Return && (at + 1 == _text.Length || _text[at + 1] == Feed));

    private void Add(Field field)
    {
        if (Count < Kept)
            _fields[Count] = field;
        Count++;
    }

    private readonly record struct Field(int Start, int Length, bool HasDoubledQuotes);
}
