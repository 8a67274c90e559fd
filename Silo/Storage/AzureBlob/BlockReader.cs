using Orleans.Serialization.Buffers;

namespace LmsActors.Storage.AzureBlob;

/// <summary>Takes the headers out of a log that comes piece by piece. What is read of a write is given away when all of it is there.</summary>
internal sealed class BlockReader(string journal) : IDisposable
{
    private readonly byte[] _header = new byte[BlockHeader.Size];
    private readonly ArcBufferWriter _parts = new(); // of a write of several blocks
    private int _headerBytes;
    private BlockHeader _block;
    private int _left; // bytes of the block that are still to come
    private long _offset;

    /// <summary>Blocks seen.</summary>
    public long Blocks { get; private set; }

    public void Read(ReadOnlySpan<byte> piece, ArcBufferWriter output)
    {
        while (piece.Length > 0)
        {
            var taken = _left > 0 ? TakeBytes(piece, output) : TakeHeader(piece);
            _offset += taken;
            piece = piece[taken..];
        }
    }

    /// <summary>At the end of the log. A write whose last block is missing was never acknowledged, and never will be.</summary>
    public void End()
    {
        if (_left > 0 || _headerBytes > 0)
            throw Broken("ends within a block");
    }

    public void Dispose() => _parts.Dispose();

    private int TakeHeader(ReadOnlySpan<byte> piece)
    {
        var taken = Math.Min(BlockHeader.Size - _headerBytes, piece.Length);
        piece[..taken].CopyTo(_header.AsSpan(_headerBytes));
        _headerBytes += taken;
        if (_headerBytes == BlockHeader.Size)
            Begin(_offset + taken - BlockHeader.Size);
        return taken;
    }

    private void Begin(long offset)
    {
        _headerBytes = 0;
        if (!BlockHeader.TryRead(_header, out var block) || block.Offset != offset)
            throw Broken("has something else than a block");
        if (block.Index == 0)
            _parts.AdvanceReader(_parts.Length); // of a write that was given up
        else if (block with { Bytes = 0, Offset = 0 } != _block with { Bytes = 0, Offset = 0, Index = _block.Index + 1 })
            throw Broken("misses a block");
        (_block, _left) = (block, block.Bytes);
        Blocks++;
    }

    private int TakeBytes(ReadOnlySpan<byte> piece, ArcBufferWriter output)
    {
        var taken = Math.Min(_left, piece.Length);
        _left -= taken;
        if (_block.Count == 1)
        {
            output.Write(piece[..taken]);
            return taken;
        }

        _parts.Write(piece[..taken]);
        if (_left == 0 && _block.Index == _block.Count - 1)
            GiveParts(output);
        return taken;
    }

    private void GiveParts(ArcBufferWriter output)
    {
        using var whole = _parts.ConsumeSlice(_parts.Length);
        whole.CopyTo(output);
    }

    private InvalidDataException Broken(string how) => new($"The log of the journal '{journal}' {how} before byte {_offset}.");
}
