using System.Buffers.Binary;
using System.IO.Compression;

namespace LmsActors.Storage.Archive;

/// <summary>
/// A gzip file in many members (RFC 1952, section 2.2), each with its own length in an extra field (section 2.3.1.1) of its header: any
/// program unzips it as one text, and one that was cut short can be cut back to its last whole member and be continued.
/// </summary>
internal static class GzipMembers
{
    /// <summary>Text that one member holds: at least so much, except where a flush ends it.</summary>
    public const int TextBytes = 1 << 20;

    /// <summary>No member that we write is as long.</summary>
    public const int MostBytes = 64 << 20;

    /// <summary>The header: fixed bytes, then the extra field <c>LA</c> with the member's length in bytes.</summary>
    public const int HeaderBytes = 20;

    private const int PlainHeaderBytes = 10;

    private static ReadOnlySpan<byte> Start => [0x1f, 0x8b, 8, 4, 0, 0, 0, 0, 0, 255, 8, 0, (byte)'L', (byte)'A', 4, 0];

    public static bool IsMember(ReadOnlySpan<byte> header) => header.StartsWith(Start);

    /// <summary>How long the member is that has this header.</summary>
    /// <exception cref="InvalidDataException">It is none of ours.</exception>
    public static int LengthOf(ReadOnlySpan<byte> header)
    {
        var length = IsMember(header) ? BinaryPrimitives.ReadInt32LittleEndian(header[Start.Length..]) : 0;
        return length is > HeaderBytes and <= MostBytes ? length : throw new InvalidDataException("A gzip member is damaged.");
    }

    public static byte[] Zip(ReadOnlySpan<byte> text)
    {
        var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Fastest, leaveOpen: true))
            gzip.Write(text);
        var body = zipped.GetBuffer().AsSpan(0, (int)zipped.Length)[PlainHeaderBytes..];
        var member = new byte[HeaderBytes + body.Length];
        Start.CopyTo(member);
        BinaryPrimitives.WriteInt32LittleEndian(member.AsSpan(Start.Length), member.Length);
        body.CopyTo(member.AsSpan(HeaderBytes));
        return member;
    }

    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static byte[] Unzip(byte[] member)
    {
        var text = new MemoryStream();
        using (var gzip = new GZipStream(new MemoryStream(member), CompressionMode.Decompress))
            gzip.CopyTo(text);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(member.AsSpan(member.Length - sizeof(uint)));
        return length == text.Length && length > 0 ? text.ToArray() : throw new InvalidDataException("A gzip member is damaged.");
    }
}
