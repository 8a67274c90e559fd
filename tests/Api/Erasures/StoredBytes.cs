using System.Text;

namespace LmsActors.Erasures;

/// <summary>Looks for words in the bytes of files, as whoever found the disk would.</summary>
internal static class StoredBytes
{
    private const int BlockBytes = 1 << 20;

    /// <summary>Which words stand in which files of the folder, in whatever case. The lock, which cannot be opened, is empty.</summary>
    public static IReadOnlyList<string> Find(string folder, IReadOnlyList<string> words) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => new FileInfo(file).Length > 0)
            .SelectMany(file => words.Where(word => Holds(file, word)).Select(word => $"{word} in {Path.GetFileName(file)}")),
    ];

    private static bool Holds(string file, string word)
    {
        var sought = Encoding.ASCII.GetBytes(word.ToLowerInvariant());
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var (block, kept) = (new byte[BlockBytes + sought.Length], 0);
        for (int read; (read = stream.Read(block, kept, BlockBytes)) > 0;)
        {
            var length = kept + read;
            var lower = Array.ConvertAll(block[..length], one => one is >= (byte)'A' and <= (byte)'Z' ? (byte)(one | 0x20) : one);
            if (lower.AsSpan().IndexOf(sought) >= 0)
            {
                return true;
            }

            kept = Math.Min(length, sought.Length - 1);
            block.AsSpan(length - kept, kept).CopyTo(block);
        }

        return false;
    }
}
