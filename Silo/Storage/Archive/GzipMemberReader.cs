namespace LmsActors.Storage.Archive;

/// <summary>Unzips the members that <see cref="GzipMemberWriter"/> wrote, one at a time, and knows where each ends in the file.</summary>
internal sealed class GzipMemberReader(Stream zipped) : OneWayStream
{
    private readonly Queue<(long Text, long File)> _ends = [];
    private byte[] _text = [];
    private int _taken;
    private long _textEnd;
    private long _fileEnd;

    public override bool CanRead => true;

    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    /// <exception cref="EndOfStreamException">It ends within a member.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_taken == _text.Length && !await LoadAsync(cancellationToken))
            return 0;
        var count = Math.Min(buffer.Length, _text.Length - _taken);
        _text.AsSpan(_taken, count).CopyTo(buffer.Span);
        _taken += count;
        return count;
    }

    /// <summary>Where in the file a member ends whose text ends at this position; null if none does. Positions must grow from call to call.</summary>
    public long? FileEnd(long text)
    {
        while (_ends.TryPeek(out var end) && end.Text < text)
            _ends.Dequeue();
        return _ends.TryPeek(out var found) && found.Text == text ? found.File : null;
    }

    private async Task<bool> LoadAsync(CancellationToken cancellation)
    {
        var header = new byte[GzipMembers.HeaderBytes];
        var read = await zipped.ReadAtLeastAsync(header, header.Length, throwOnEndOfStream: false, cancellation);
        if (read == 0)
            return false;
        if (read < header.Length)
            throw new EndOfStreamException();
        var member = new byte[GzipMembers.LengthOf(header)];
        header.CopyTo(member, 0);
        await zipped.ReadExactlyAsync(member.AsMemory(header.Length), cancellation);
        (_text, _taken) = (GzipMembers.Unzip(member), 0);
        _textEnd += _text.Length;
        _fileEnd += member.Length;
        _ends.Enqueue((_textEnd, _fileEnd));
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            zipped.Dispose();
        base.Dispose(disposing);
    }
}
