namespace LmsActors.Import;

/// <summary>One row of a room archive: a message as Gitter kept it.</summary>
/// <param name="SentAt">When it was sent, in UTC, to the millisecond.</param>
/// <param name="FromUserId">The author's id; empty in the rare old row that names no author.</param>
/// <param name="FromUserName">The author's name at the time of export; empty where the id is.</param>
/// <param name="MessageId">Unique over all rooms, except for rows that an archive holds twice.</param>
/// <param name="Text">Markdown, line breaks as in the archive; empty where the author deleted the message.</param>
internal sealed record GitterRecord(
    string RoomId, string RoomUri, DateTimeOffset SentAt, string FromUserId, string FromUserName, string MessageId, string Text);

/// <summary>What one file holds of one room.</summary>
/// <param name="File">The file's name inside the folder or archive.</param>
/// <param name="RoomUri">The room's name, such as <c>FreeCodeCamp/dotnet</c>; empty if the file holds no record.</param>
/// <param name="RoomId">The room's id; empty if the file holds no record.</param>
/// <param name="Records">In the file's order, which is newest first, with the rows that stand twice.</param>
/// <param name="DirtyRows">In the file's order.</param>
internal sealed record GitterRoomArchive(
    string File, string RoomUri, string RoomId, IReadOnlyList<GitterRecord> Records, IReadOnlyList<DirtyRow> DirtyRows)
{
    /// <summary>
    /// The room's messages, oldest first, each message id once (of several rows with one id the first in the file counts).
    /// Messages of the same instant keep the order that the file gives them.
    /// </summary>
    public IReadOnlyList<GitterRecord> Messages()
    {
        var seen = new HashSet<string>(Records.Count);
        var distinct = Records.Where(record => seen.Add(record.MessageId)).Reverse();
        return [.. distinct.OrderBy(record => record.SentAt)];
    }
}
