namespace LmsActors.Storage.Archive;

/// <summary>Cuts a stream into the lines of an archive; holds one of them at a time.</summary>
internal sealed class LineReader(Stream text)
{
    /// <summary>No line that a writer makes is as long: 1 MiB of a journal in base64, its name and its properties.</summary>
    private const int MostBytes = 32 << 20;

    private byte[] _buffer = new byte[1 << 16];
    private int _start;
    private int _end;

    /// <summary>The number of the line that was read last, counted from 1.</summary>
    public long Number { get; private set; }

    /// <summary>The next line with its line break, good until the next call; empty at the end of the text.</summary>
    /// <exception cref="ArchiveException">The text ends within a line, or cannot be read.</exception>
    public async ValueTask<ReadOnlyMemory<byte>> NextAsync(CancellationToken cancellation)
    {
        var searched = 0;
        while (true)
        {
            var found = _buffer.AsSpan(_start + searched, _end - _start - searched).IndexOf((byte)'\n');
            if (found >= 0)
                return Take(searched + found + 1);
            searched = _end - _start;
            if (await FillAsync(cancellation))
                continue;
            return searched == 0 ? ReadOnlyMemory<byte>.Empty : throw TornOrForeign();
        }
    }

    private ReadOnlyMemory<byte> Take(int length)
    {
        var line = _buffer.AsMemory(_start, length);
        _start += length;
        Number++;
        return line;
    }

    private async ValueTask<bool> FillAsync(CancellationToken cancellation)
    {
        MakeRoom();
        try
        {
            var read = await text.ReadAsync(_buffer.AsMemory(_end), cancellation);
            _end += read;
            return read > 0;
        }
        catch (Exception failure) when (failure is InvalidDataException or EndOfStreamException)
        {
            throw new ArchiveException($"The archive is damaged or cut short after line {Number}.", failure);
        }
        catch (IOException failure)
        {
            throw new ArchiveException($"The archive cannot be read after line {Number}: {failure.Message.TrimEnd('.')}.", failure);
        }
    }

    private void MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end < _buffer.Length)
            return;
        if (_end >= MostBytes)
            throw new ArchiveException($"Line {Number + 1} is longer than a line of an archive can be.");
        Array.Resize(ref _buffer, _buffer.Length * 2);
    }

    private ArchiveException TornOrForeign() => Number == 0 && _buffer[_start] != (byte)'{'
        ? new($"Line 1 is no JSON: this is no archive of LmsActors.")
        : new($"The archive is cut short in line {Number + 1}.");
}
