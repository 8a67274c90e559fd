using System.Buffers;
using Orleans.Journaling;

namespace LmsActors.Storage.Archive;

/// <summary>Compares what a reading supplies with bytes that are at hand, without keeping it.</summary>
internal sealed class JournalComparison(ReadOnlySequence<byte> expected) : IJournalStorageConsumer
{
    private ReadOnlySequence<byte> _left = expected;
    private bool _differs;

    /// <summary>Nothing was supplied.</summary>
    public bool IsEmpty { get; private set; } = true;

    /// <summary>After the reading: all was supplied, and nothing else.</summary>
    public bool IsSame => !_differs && _left.IsEmpty;

    public void Read(JournalBufferReader buffer, IJournalMetadata? metadata)
    {
        var bytes = buffer.ToArray();
        buffer.Skip(bytes.Length);
        IsEmpty &= bytes.Length == 0;
        for (var rest = bytes.AsSpan(); rest.Length > 0 && !_differs;)
        {
            var wanted = _left.FirstSpan;
            var length = Math.Min(wanted.Length, rest.Length);
            _differs = length == 0 || !wanted[..length].SequenceEqual(rest[..length]);
            _left = _left.Slice(length);
            rest = rest[length..];
        }
    }
}
