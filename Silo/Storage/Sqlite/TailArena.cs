using System.Buffers;

namespace LmsActors.Storage.Sqlite;

/// <summary>Memory for the tail's bytes: many small appends share a slab, which goes when the last of them is sorted away.</summary>
internal sealed class TailArena
{
    private const int SlabBytes = 64 << 10;
    private byte[] _slab = [];
    private int _used;

    public ReadOnlyMemory<byte> Copy(in ReadOnlySequence<byte> value)
    {
        var length = checked((int)value.Length);
        var memory = length > SlabBytes / 4 ? new byte[length] : Take(length);
        value.CopyTo(memory.Span);
        return memory;
    }

    private Memory<byte> Take(int length)
    {
        if (_slab.Length - _used < length)
        {
            _slab = GC.AllocateUninitializedArray<byte>(SlabBytes);
            _used = 0;
        }

        _used += length;
        return _slab.AsMemory(_used - length, length);
    }
}
