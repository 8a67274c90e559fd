using System.IO.Compression;

namespace LmsActors.Storage.Archive;

/// <summary>
/// An archive as a file. While it is written it is called <c>PATH.part</c>, and it gets its name when it is whole and on the disk; so a
/// file that has the name is never half an archive. A name that ends in <c>.gz</c> makes it a gzip file.
/// </summary>
public sealed class ArchiveFile : IAsyncDisposable
{
    private const int Buffer = 1 << 16;

    private readonly FileStream _file;
    private readonly string _path;

    private ArchiveFile(string path, FileStream file) => (_path, _file) = (path, file);

    /// <summary>The file as it is, for those who have the bytes already.</summary>
    public Stream Raw => _file;

    /// <summary>Begins a new one; what an earlier writer left behind is thrown away.</summary>
    /// <param name="path">The name it shall have.</param>
    /// <param name="force">It may take the place of another file.</param>
    /// <exception cref="ArchiveException">There is a file with this name, or none can be made.</exception>
    public static ArchiveFile Create(string path, bool force)
    {
        RequireFree(path, force);
        return new(path, Guarded(Part(path), () => new(Part(path), FileMode.Create, FileAccess.ReadWrite, FileShare.None, Buffer)));
    }

    /// <summary>Opens what a writer that was killed left behind; null if there is nothing.</summary>
    /// <exception cref="ArchiveException">There is a file with this name, or what there is cannot be opened.</exception>
    public static ArchiveFile? Reopen(string path, bool force)
    {
        RequireFree(path, force);
        return File.Exists(Part(path))
            ? new(path, Guarded(Part(path), () => new(Part(path), FileMode.Open, FileAccess.ReadWrite, FileShare.None, Buffer)))
            : null;
    }

    /// <summary>A stream that zips the text of an archive into another one, which stays the caller's.</summary>
    public static Stream Zip(Stream zipped) => new GzipMemberWriter(zipped);

    public static bool IsZipped(string path) => path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase);

    /// <summary>The text of an archive, whatever its name is; it closes the file.</summary>
    /// <exception cref="ArchiveException">There is no such file, or it cannot be opened.</exception>
    public static Stream OpenText(string path)
    {
        if (Directory.Exists(path))
            throw new ArchiveException($"'{path}' is a folder, and not an archive.");
        if (!File.Exists(path))
            throw new ArchiveException($"There is no file '{path}'.");
        return TextOf(Guarded(path, () => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, Buffer, FileOptions.SequentialScan)));
    }

    /// <summary>Begins the text of a new archive.</summary>
    public async Task<ArchiveWriter> BeginAsync(ArchiveHeader header, CancellationToken cancellation)
    {
        _file.SetLength(0);
        var writer = new ArchiveWriter(IsZipped(_path) ? new GzipMemberWriter(_file) : _file);
        await writer.BeginAsync(header, cancellation);
        return writer;
    }

    /// <summary>
    /// Goes on with the text that a writer which was killed left behind: checks what is there, and cuts off what does not belong to whole
    /// journals. Begins anew if nothing of it is good.
    /// </summary>
    /// <exception cref="ArchiveException">It was begun from another storage, or for another tenant.</exception>
    public async Task<ArchiveWriter> ContinueAsync(ArchiveHeader header, CancellationToken cancellation) =>
        await ArchiveResumption.ContinueAsync(_file, IsZipped(_path), header, cancellation) ?? await BeginAsync(header, cancellation);

    /// <summary>Reads all of it; answers what is in it.</summary>
    /// <exception cref="ArchiveException">It is damaged or cut short.</exception>
    public async Task<ArchiveTotals> CheckAsync(Action read, CancellationToken cancellation)
    {
        using var reader = await ArchiveReader.OpenAsync(TextOf(_file), cancellation);
        await foreach (var _ in reader.ReadAsync(cancellation))
            read();
        return reader.Totals;
    }

    /// <summary>Gives it its name, once it is on the disk.</summary>
    public async Task CompleteAsync()
    {
        _file.Flush(flushToDisk: true);
        await _file.DisposeAsync();
        File.Move(_file.Name, _path, overwrite: true);
    }

    public ValueTask DisposeAsync() => _file.DisposeAsync();

    /// <summary>Tells by its first bytes what a file is.</summary>
    private static Stream TextOf(FileStream file)
    {
        file.Position = 0;
        var head = new byte[GzipMembers.HeaderBytes];
        var read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        file.Position = 0;
        return GzipMembers.IsMember(head) ? new GzipMemberReader(file)
            : read >= 2 && head is [0x1f, 0x8b, ..] ? new GZipStream(file, CompressionMode.Decompress)
            : file;
    }

    private static string Part(string path) => path + ".part";

    private static void RequireFree(string path, bool force)
    {
        if (Directory.Exists(path))
            throw new ArchiveException($"'{path}' is a folder: name the file that shall be written.");
        if (File.Exists(path) && !force)
            throw new ArchiveException($"'{path}' is there already: name another file, or give --force to replace it.");
    }

    private static FileStream Guarded(string path, Func<FileStream> open)
    {
        try
        {
            return open();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new ArchiveException($"'{path}' cannot be opened: {failure.Message.TrimEnd('.')}.", failure);
        }
    }
}
