using System.Formats.Tar;
using System.IO.Compression;
using System.IO.Enumeration;
using System.Runtime.CompilerServices;

namespace LmsActors.Import;

/// <summary>One file of an import's source. <see cref="Content"/> is unpacked, and lives until the next file is asked for.</summary>
internal sealed record ImportFile(string Name, Stream Content);

/// <summary>
/// Opens what a person may name as the source of an import: a folder (with folders in it), a tar archive, or a single file,
/// each of them plain or gzipped. Nothing is unpacked to disk. What a file is, is told by its first bytes; a gzipped one is
/// read through once before anything of it is given out, so that a broken one gives nothing. Hidden files are passed over;
/// files come in the order of their names in a folder, and as they lie in an archive.
/// </summary>
internal static class ImportSource
{
    private const int TarMagicAt = 257;

    /// <exception cref="ImportSourceException">There is nothing at <paramref name="path"/>, or it cannot be read.</exception>
    public static IAsyncEnumerable<ImportFile> OpenAsync(string path, CancellationToken cancellation = default)
    {
        if (Directory.Exists(path))
            return InFolderAsync(path, cancellation);
        return File.Exists(path)
            ? InFileAsync(path, Path.GetFileName(path), cancellation)
            : throw new ImportSourceException($"There is no file or folder '{path}'.");
    }

    /// <summary>Turns every failure to read, of the source or of whoever reads its files, into one sentence.</summary>
    public static async IAsyncEnumerable<T> Guarded<T>(
        string path, IAsyncEnumerable<T> items, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var all = items.GetAsyncEnumerator(cancellation);
        while (true)
        {
            try
            {
                if (!await all.MoveNextAsync())
                    yield break;
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
            {
                throw new ImportSourceException(Sentence(path, failure), failure);
            }
            yield return all.Current;
        }
    }

    private static string Sentence(string path, Exception failure) => failure switch
    {
        InvalidDataException or EndOfStreamException => $"'{path}' is damaged or cut short.",
        UnauthorizedAccessException => $"'{path}' may not be read by this user.",
        _ => $"'{path}' cannot be read: {failure.Message.TrimEnd('.')}.",
    };

    private static async IAsyncEnumerable<ImportFile> InFolderAsync(
        string folder, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var options = new EnumerationOptions
        {
            RecurseSubdirectories = true,
            IgnoreInaccessible = false,
            AttributesToSkip = FileAttributes.Hidden | FileAttributes.System,
        };
        var found = new FileSystemEnumerable<string>(folder, (ref entry) => entry.ToFullPath(), options)
        {
            ShouldIncludePredicate = (ref entry) => !entry.IsDirectory,
            // A link to a folder may lead back to itself.
            ShouldRecursePredicate = (ref entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        };
        foreach (var path in found.Order(StringComparer.Ordinal))
        {
            await foreach (var file in InFileAsync(path, Path.GetRelativePath(folder, path), cancellation))
                yield return file;
        }
    }

    private static async IAsyncEnumerable<ImportFile> InFileAsync(
        string path, string name, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var isZipped = await IsZippedAsync(path, cancellation);
        var isTar = IsNamedAsTar(path) || await HoldsTarAsync(path, isZipped, cancellation);
        await using var content = OpenUnzipped(path, isZipped);
        if (!isTar)
        {
            yield return new ImportFile(name, content);
            yield break;
        }
        await foreach (var entry in InTarAsync(content, cancellation))
            yield return entry;
    }

    private static async IAsyncEnumerable<ImportFile> InTarAsync(
        Stream archive, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var tar = new TarReader(archive, leaveOpen: true);
        while (await tar.GetNextEntryAsync(copyData: false, cancellation) is { } entry)
        {
            if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile) || IsHidden(entry.Name))
                continue;
            var content = entry.DataStream ?? Stream.Null;
            yield return entry.Name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
                ? new ImportFile(entry.Name, new GZipStream(content, CompressionMode.Decompress))
                : new ImportFile(entry.Name, content);
        }
    }

    private static bool IsHidden(string name) =>
        name.Split('/').Any(part => part.StartsWith('.') && part is not ("." or ".."));

    private static bool IsNamedAsTar(string path) =>
        path.EndsWith(".tar.gz", StringComparison.OrdinalIgnoreCase) || path.EndsWith(".tgz", StringComparison.OrdinalIgnoreCase);

    private static async Task<bool> HoldsTarAsync(string path, bool isZipped, CancellationToken cancellation)
    {
        var head = new byte[TarMagicAt + "ustar"u8.Length];
        await using var content = OpenUnzipped(path, isZipped);
        var length = await content.ReadAtLeastAsync(head, head.Length, throwOnEndOfStream: false, cancellation);
        return length == head.Length && head.AsSpan(TarMagicAt).SequenceEqual("ustar"u8);
    }

    /// <summary>Whether a file is gzipped. One that is, is checked as a whole, so that nothing is taken from a broken one.</summary>
    private static async Task<bool> IsZippedAsync(string path, CancellationToken cancellation)
    {
        var magic = new byte[2];
        await using var file = Open(path);
        var length = await file.ReadAtLeastAsync(magic, magic.Length, throwOnEndOfStream: false, cancellation);
        if (length < 2 || magic is not [0x1f, 0x8b])
            return false;
        file.Position = 0;
        await GzipSeal.CheckAsync(file, cancellation);
        return true;
    }

    private static Stream OpenUnzipped(string path, bool isZipped) =>
        isZipped ? new GZipStream(Open(path), CompressionMode.Decompress) : Open(path);

    private static FileStream Open(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1 << 16, FileOptions.SequentialScan);
}
