namespace LmsActors.Storage.Archive;

/// <summary>Zips a text into members. A flush ends one, so that what was written before it can be read whatever happens after it.</summary>
internal sealed class GzipMemberWriter(Stream zipped) : OneWayStream
{
    private readonly MemoryStream _text = new();

    public override bool CanWrite => true;

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _text.Write(buffer.Span);
        if (_text.Length >= GzipMembers.TextBytes)
            await EndMemberAsync(cancellationToken);
    }

    public override async Task FlushAsync(CancellationToken cancellationToken)
    {
        await EndMemberAsync(cancellationToken);
        await zipped.FlushAsync(cancellationToken);
    }

    private async Task EndMemberAsync(CancellationToken cancellation)
    {
        if (_text.Length == 0)
            return;
        var member = GzipMembers.Zip(_text.GetBuffer().AsSpan(0, (int)_text.Length));
        _text.SetLength(0);
        await zipped.WriteAsync(member, cancellation);
    }
}
