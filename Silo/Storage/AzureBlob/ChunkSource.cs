using System.Buffers;

namespace LmsActors.Storage.AzureBlob;

/// <summary>Several values, read as one run of bytes.</summary>
internal sealed class ChunkSource(IReadOnlyList<ReadOnlySequence<byte>> values)
{
    private int _value;
    private long _offset; // in the value

    /// <summary>Takes as many bytes as the target has.</summary>
    public void Fill(Span<byte> target)
    {
        while (target.Length > 0)
        {
            var rest = values[_value].Slice(_offset);
            if (rest.Length > target.Length)
                rest = rest.Slice(0, target.Length);
            rest.CopyTo(target);
            target = target[(int)rest.Length..];
            _offset += rest.Length;
            if (_offset == values[_value].Length)
                (_value, _offset) = (_value + 1, 0);
        }
    }
}
