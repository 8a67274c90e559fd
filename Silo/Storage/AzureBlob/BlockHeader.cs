using System.Buffers.Binary;

namespace LmsActors.Storage.AzureBlob;

/// <summary>
/// What stands before the bytes of each block of a log. It tells a writer whose answer was lost whether the block that stands there
/// is its own, and a reader which blocks are one write: a write of several blocks counts from its last block on.
/// </summary>
/// <param name="Bytes">Bytes of the block after the header.</param>
/// <param name="Index">Which of the write's blocks it is, from 0.</param>
/// <param name="Count">Blocks of the write.</param>
/// <param name="Offset">Where in the log the header stands.</param>
/// <param name="Writer">A random number of the owner.</param>
/// <param name="Write">Counts the owner's attempts to write: a second attempt is another write.</param>
internal readonly record struct BlockHeader(int Bytes, int Index, int Count, long Offset, long Writer, long Write)
{
    public const int Size = 40;

    private const int Magic = 0x314A4D4C; // "LMJ1"

    public void WriteTo(Span<byte> target)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target, Magic);
        BinaryPrimitives.WriteInt32LittleEndian(target[4..], Bytes);
        BinaryPrimitives.WriteInt32LittleEndian(target[8..], Index);
        BinaryPrimitives.WriteInt32LittleEndian(target[12..], Count);
        BinaryPrimitives.WriteInt64LittleEndian(target[16..], Offset);
        BinaryPrimitives.WriteInt64LittleEndian(target[24..], Writer);
        BinaryPrimitives.WriteInt64LittleEndian(target[32..], Write);
    }

    /// <summary>False when no header stands there.</summary>
    public static bool TryRead(ReadOnlySpan<byte> source, out BlockHeader header)
    {
        header = new BlockHeader(
            BinaryPrimitives.ReadInt32LittleEndian(source[4..]),
            BinaryPrimitives.ReadInt32LittleEndian(source[8..]),
            BinaryPrimitives.ReadInt32LittleEndian(source[12..]),
            BinaryPrimitives.ReadInt64LittleEndian(source[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(source[24..]),
            BinaryPrimitives.ReadInt64LittleEndian(source[32..]));
        return BinaryPrimitives.ReadInt32LittleEndian(source) == Magic
            && header is { Bytes: >= 0, Index: >= 0 } && header.Index < header.Count;
    }
}
