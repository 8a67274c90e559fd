using LmsActors.NameDirectory;

namespace LmsActors.Chat;

/// <summary>What a room and its sealed segments must agree upon.</summary>
internal sealed class RoomAudit : IAudit<RoomState>, IAudit<RoomSegmentState>
{
    private const string Sealed = "sealed messages of the segment";

    public AuditReport Of(ActorKey key, RoomState state)
    {
        if (state.Created is null)
        {
            return AuditReport.Nothing;
        }

        var entries = new List<AuditEntry>();
        for (var first = 1L; first <= state.SealedThrough; first += Rooms.SegmentSize)
        {
            var range = Range(first, first + Rooms.SegmentSize - 1, Rooms.SegmentSize);
            entries.Add(AuditEntry.Truth(Sealed, Rooms.Segment(key.Id, first), range));
        }

        if (state.Created.GroupId is not null)
        {
            entries.Add(AuditEntry.Truth(DirectoryBooks.Name(DirectoryKinds.Room), key.Id, state.Name));
        }

        entries.AddRange(DirectoryBooks.Count(DirectoryKinds.Room, DirectoryCounters.Messages, key.Id, state.MessageCount));

        return new(entries, [.. Faults(state)]);
    }

    /// <summary>A segment that its room does not count yet is no fault: the room seals first and lets go then.</summary>
    public AuditReport Of(ActorKey key, RoomSegmentState state)
    {
        if (state.Messages.IsEmpty)
        {
            return AuditReport.Nothing;
        }

        var (first, last) = (state.Messages[0].Sequence, state.Messages[^1].Sequence);
        return new(
            [AuditEntry.Copy(Sealed, key.Id, Range(first, last, state.Messages.Count))],
            HasGap(state.Messages, first) ? ["its messages are not numbered one after the other"] : []);
    }

    private static IEnumerable<string> Faults(RoomState state)
    {
        if (state.SealedThrough + state.Hot.Count != state.MessageCount)
        {
            yield return $"it counts {state.MessageCount} messages, and has {state.SealedThrough} sealed ones and {state.Hot.Count} others";
        }

        if (HasGap(state.Hot, state.SealedThrough + 1))
        {
            yield return "its messages are not numbered one after the other";
        }
    }

    private static bool HasGap(IReadOnlyList<StoredMessage> messages, long first) =>
        messages.Where((message, index) => message.Sequence != first + index).Any();

    private static string Range(long first, long last, int count) => $"{count}, numbered {first} to {last}";
}
