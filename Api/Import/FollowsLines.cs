using System.Buffers.Text;

namespace LmsActors.Import;

/// <summary>Reads the lines of a follows file block by block.</summary>
internal sealed class FollowsLines(string file)
{
    private List<FollowPair> _pairs = [];
    private List<DirtyRow> _dirty = [];
    private long _line;
    private bool _inLongLine;

    public bool HasSeenPair { get; private set; }

    /// <summary>Reads all whole lines of a block, and with <paramref name="isLast"/> also an unended one.</summary>
    /// <returns>How many bytes are done with; the rest belongs in front of the next block.</returns>
    public int Read(ReadOnlySpan<byte> block, bool isLast)
    {
        var at = 0;
        while (at < block.Length)
        {
            var length = block[at..].IndexOf((byte)'\n');
            if (length < 0 && at > 0 && !isLast)
                return at;
            if (length < 0 && !isLast)
                return PassOverLongLine(block.Length);
            var line = length < 0 ? block[at..] : block.Slice(at, length);
            at += line.Length + (length < 0 ? 0 : 1);
            ReadLine(line);
        }
        return at;
    }

    /// <summary>Hands over what was read since the last time.</summary>
    public FollowsChunk Take()
    {
        var chunk = new FollowsChunk(file, _pairs, _dirty);
        (_pairs, _dirty) = ([], []);
        return chunk;
    }

    private void ReadLine(ReadOnlySpan<byte> line)
    {
        if (_inLongLine)
        {
            _inLongLine = false;
            return;
        }
        _line++;
        line = line.Trim(" \t\r"u8);
        if (line.IsEmpty || line[0] is (byte)'#' or (byte)'%' || (!HasSeenPair && !char.IsAsciiDigit((char)line[0])))
            return;
        if (!TryReadPair(line, out var pair))
            _dirty.Add(new DirtyRow(file, _line, "not a pair of whole numbers"));
        else if (pair.Followed == pair.Follower)
            _dirty.Add(new DirtyRow(file, _line, $"{pair.Follower} would follow themselves"));
        else
            Add(pair);
    }

    private void Add(FollowPair pair)
    {
        HasSeenPair = true;
        _pairs.Add(pair);
    }

    private int PassOverLongLine(int length)
    {
        if (!_inLongLine)
            _dirty.Add(new DirtyRow(file, ++_line, "a line without an end"));
        _inLongLine = true;
        return length;
    }

    private static bool TryReadPair(ReadOnlySpan<byte> line, out FollowPair pair)
    {
        pair = default;
        var blank = line.IndexOfAny((byte)' ', (byte)'\t');
        if (blank < 0 || !TryReadId(line[..blank], out var followed) || !TryReadId(line[blank..].TrimStart(" \t"u8), out var follower))
            return false;
        pair = new FollowPair(followed, follower);
        return true;
    }

    private static bool TryReadId(ReadOnlySpan<byte> text, out long id) =>
        Utf8Parser.TryParse(text, out id, out var length) && length == text.Length && id >= 0;
}
