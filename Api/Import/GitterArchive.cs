using System.Runtime.CompilerServices;
using System.Text.Unicode;

namespace LmsActors.Import;

/// <summary>
/// The rooms of a Gitter archive (the form of freeCodeCamp/gitter-history), one after the other; memory is bounded by the
/// largest file. A room archive is a file named <c>*.tsv</c> (or <c>*.tsv.gz</c>), and any other file in whose first
/// 4 KiB a line begins like a row; other files are passed over.
/// </summary>
internal static class GitterArchive
{
    private const int HeadLength = 4096;

    /// <summary>Reads a folder, a <c>.tar.gz</c>, or a single room archive.</summary>
    /// <returns>
    /// One item a file, also for an empty one; should a file mix rooms, one item for each, its dirty rows with the first.
    /// </returns>
    /// <exception cref="ImportSourceException">
    /// <paramref name="path"/> is missing, unreadable, damaged, cut short, holds no room archive, or holds one that is not text.
    /// </exception>
    public static IAsyncEnumerable<GitterRoomArchive> ReadAsync(string path, CancellationToken cancellation = default) =>
        ImportSource.Guarded(path, ReadFilesAsync(path, cancellation), cancellation);

    private static async IAsyncEnumerable<GitterRoomArchive> ReadFilesAsync(
        string path, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var found = false;
        var content = new MemoryStream();
        await foreach (var file in ImportSource.OpenAsync(path, cancellation))
        {
            if (!await LoadAsync(file, content, cancellation))
                continue;
            found = true;
            foreach (var room in Parse(file.Name, content.GetBuffer().AsSpan(0, (int)content.Length)))
                yield return room;
        }
        if (!found)
            throw new ImportSourceException($"'{path}' holds no room archives: there is no .tsv file in it.");
    }

    private static async Task<bool> LoadAsync(ImportFile file, MemoryStream content, CancellationToken cancellation)
    {
        var head = new byte[HeadLength];
        var length = await file.Content.ReadAtLeastAsync(head, HeadLength, throwOnEndOfStream: false, cancellation);
        if (!IsNamedAsArchive(file.Name) && !GitterRows.AppearIn(head.AsSpan(0, length)))
            return false;
        content.SetLength(0);
        content.Write(head, 0, length);
        await file.Content.CopyToAsync(content, cancellation);
        return true;
    }

    private static bool IsNamedAsArchive(string name) =>
        name.EndsWith(".tsv", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".tsv.gz", StringComparison.OrdinalIgnoreCase);

    private static List<GitterRoomArchive> Parse(string file, ReadOnlySpan<byte> utf8)
    {
        var (records, dirty) = GitterRows.Read(file, utf8);
        if (records.Count == 0)
        {
            return Utf8.IsValid(utf8)
                ? [new GitterRoomArchive(file, "", "", records, dirty)]
                : throw new ImportSourceException($"'{file}' is not a text in UTF-8.");
        }
        var rooms = records.GroupBy(record => record.RoomId);
        return [.. rooms.Select((room, i) => new GitterRoomArchive(file, room.First().RoomUri, room.Key, [.. room], i == 0 ? dirty : []))];
    }
}
