using System.Runtime.CompilerServices;

namespace LmsActors.Import;

/// <summary>One line <c>a b</c> of a follows file: <c>b</c> follows <c>a</c>.</summary>
internal readonly record struct FollowPair(long Followed, long Follower);

/// <summary>A stretch of a follows file.</summary>
internal sealed record FollowsChunk(string File, IReadOnlyList<FollowPair> Pairs, IReadOnlyList<DirtyRow> DirtyRows);

/// <summary>
/// The pairs of a follows file (the form of SNAP's graphs): two whole numbers a line, parted by blanks or tabs. Lines that
/// begin with <c>#</c> or <c>%</c> are comments, lines before the first pair that do not begin with a digit are headers.
/// A file in whose first 64 KiB no pair stands is passed over. Memory is bounded, whatever the file's size.
/// </summary>
internal static class FollowsFile
{
    private const int BlockLength = 1 << 16;

    /// <summary>Reads a folder, a <c>.tar.gz</c>, or a single file, plain or gzipped, in stretches of some thousand pairs.</summary>
    /// <exception cref="ImportSourceException">
    /// <paramref name="path"/> is missing, unreadable, damaged, cut short, or holds no pairs.
    /// </exception>
    public static IAsyncEnumerable<FollowsChunk> ReadAsync(string path, CancellationToken cancellation = default) =>
        ImportSource.Guarded(path, ReadFilesAsync(path, cancellation), cancellation);

    private static async IAsyncEnumerable<FollowsChunk> ReadFilesAsync(
        string path, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var found = false;
        await foreach (var file in ImportSource.OpenAsync(path, cancellation))
        {
            await foreach (var chunk in ReadBlocksAsync(file, cancellation))
            {
                found = true;
                yield return chunk;
            }
        }
        if (!found)
            throw new ImportSourceException($"'{path}' holds no follows: no line in it is a pair of numbers.");
    }

    private static async IAsyncEnumerable<FollowsChunk> ReadBlocksAsync(
        ImportFile file, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var lines = new FollowsLines(file.Name);
        var block = new byte[BlockLength];
        var length = 0;
        var isLast = false;
        while (!isLast)
        {
            length += await file.Content.ReadAtLeastAsync(block.AsMemory(length), block.Length - length, false, cancellation);
            isLast = length < block.Length;
            var read = lines.Read(block.AsSpan(0, length), isLast);
            if (!lines.HasSeenPair)
                yield break;
            block.AsSpan(read..length).CopyTo(block);
            length -= read;
            yield return lines.Take();
        }
    }
}
