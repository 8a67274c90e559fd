using System.Buffers;

namespace LmsActors.Storage.Sqlite;

/// <summary>A growing run of bytes in rented memory.</summary>
internal sealed class PooledBytes : IDisposable
{
    private byte[] _buffer = [];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Span => _buffer.AsSpan(0, Length);

    public void Append(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(_buffer.AsSpan(Length));
        Length += bytes.Length;
    }

    public ReadOnlySpan<byte> Append(in ReadOnlySequence<byte> bytes)
    {
        Reserve(checked((int)bytes.Length));
        bytes.CopyTo(_buffer.AsSpan(Length));
        Length += (int)bytes.Length;
        return Span;
    }

    public void Dispose() => Give(_buffer);

    private static void Give(byte[] buffer)
    {
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
    }

    private void Reserve(int more)
    {
        if (_buffer.Length - Length >= more)
            return;
        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(Length + more, _buffer.Length * 2));
        Span.CopyTo(larger);
        Give(_buffer);
        _buffer = larger;
    }
}
