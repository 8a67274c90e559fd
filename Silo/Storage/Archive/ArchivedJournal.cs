using System.Buffers;

namespace LmsActors.Storage.Archive;

/// <summary>A journal as it stood at one moment, on its way from a storage to an archive or back.</summary>
/// <param name="Name">The journal's id in every storage.</param>
/// <param name="FormatKey">The format of its entries. Where there are none it says nothing, and an archive does not keep it.</param>
/// <param name="Properties">What callers keep beside it.</param>
/// <param name="Bytes">All that a reader of the journal gets.</param>
public sealed record ArchivedJournal(
    string Name, string? FormatKey, IReadOnlyDictionary<string, string> Properties, ReadOnlySequence<byte> Bytes);

/// <summary>Joins pieces of memory to one sequence without copying them.</summary>
internal sealed class PieceList
{
    private Piece? _first;
    private Piece? _last;

    public ReadOnlySequence<byte> Bytes =>
        _first is null ? ReadOnlySequence<byte>.Empty : new(_first, 0, _last!, _last!.Memory.Length);

    public void Add(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.Length == 0)
            return;
        var piece = new Piece(bytes, _last);
        _first ??= piece;
        _last = piece;
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> bytes, Piece? before)
        {
            Memory = bytes;
            if (before is not null)
            {
                RunningIndex = before.RunningIndex + before.Memory.Length;
                before.Next = this;
            }
        }
    }
}
