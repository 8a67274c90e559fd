using System.Buffers.Binary;

namespace LmsActors.Bench;

/// <summary>Takes the headers of WebSocket frames out of what a server sends (RFC 6455, section 5.2), so that words are whole again that a frame cut in two.</summary>
internal struct Unframer
{
    private long _left;
    private byte[]? _header;
    private int _held;

    /// <summary>Moves the payloads that are in <paramref name="bytes"/> to its beginning; answers their length.</summary>
    public int Take(Span<byte> bytes)
    {
        var (from, to) = (0, 0);
        while (from < bytes.Length)
        {
            if (_left == 0)
            {
                from += TakeHeader(bytes[from..]);
                continue;
            }

            var part = (int)Math.Min(_left, bytes.Length - from);
            bytes.Slice(from, part).CopyTo(bytes[to..]);
            (from, to, _left) = (from + part, to + part, _left - part);
        }

        return to;
    }

    /// <summary>A header has 2, 4 or 10 bytes, and its end may still be on its way.</summary>
    private int TakeHeader(ReadOnlySpan<byte> bytes)
    {
        _header ??= new byte[10];
        var taken = 0;
        while (taken < bytes.Length)
        {
            _header[_held++] = bytes[taken++];
            var length = _held < 2 ? 2 : _header[1] switch { 127 => 10, 126 => 4, _ => 2 };
            if (_held == length)
            {
                _left = length switch
                {
                    10 => BinaryPrimitives.ReadInt64BigEndian(_header.AsSpan(2)),
                    4 => BinaryPrimitives.ReadUInt16BigEndian(_header.AsSpan(2)),
                    _ => _header[1],
                };
                _held = 0;
                break;
            }
        }

        return taken;
    }
}
