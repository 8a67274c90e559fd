using System.IO.Compression;

namespace LmsActors.Import;

/// <summary>
/// Tells a gzip file that was cut short from a whole one, which <see cref="GZipStream"/> does not: it takes the end of its
/// input for the end of the text. A gzip file may consist of several members, so a further one with known content is put
/// behind the file; only if that one comes out again at the end has everything before it been whole.
/// </summary>
internal static class GzipSeal
{
    private static readonly byte[] Seal = "the end of the file"u8.ToArray();
    private static readonly byte[] ZippedSeal = Zip(Seal);

    /// <summary>Unzips a file once, to nowhere.</summary>
    /// <exception cref="InvalidDataException">It is damaged or cut short.</exception>
    public static async Task CheckAsync(Stream zipped, CancellationToken cancellation)
    {
        await using var content = new GZipStream(new SealedStream(zipped), CompressionMode.Decompress, leaveOpen: true);
        var buffer = new byte[1 << 16];
        var kept = 0;
        int read;
        while ((read = await content.ReadAsync(buffer.AsMemory(kept), cancellation)) > 0)
        {
            var end = kept + read;
            kept = Math.Min(end, Seal.Length);
            buffer.AsSpan(end - kept, kept).CopyTo(buffer);
        }
        if (!buffer.AsSpan(0, kept).SequenceEqual(Seal))
            throw new InvalidDataException("The gzip file ends too early.");
    }

    private static byte[] Zip(byte[] content)
    {
        var zipped = new MemoryStream();
        using (var gzip = new GZipStream(zipped, CompressionLevel.Optimal))
            gzip.Write(content);
        return zipped.ToArray();
    }

    /// <summary>A stream, and behind it the seal.</summary>
    private sealed class SealedStream(Stream content) : Stream
    {
        private readonly MemoryStream _seal = new(ZippedSeal, writable: false);

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => throw new NotSupportedException();
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await content.ReadAsync(buffer, cancellationToken);
            return read > 0 ? read : _seal.Read(buffer.Span);
        }

        public override int Read(byte[] buffer, int offset, int count)
        {
            var read = content.Read(buffer, offset, count);
            return read > 0 ? read : _seal.Read(buffer, offset, count);
        }

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
