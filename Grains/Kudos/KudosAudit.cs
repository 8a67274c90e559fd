using LmsActors.NameDirectory;

namespace LmsActors.Kudos;

/// <summary>What the giver and the receiver of kudos must agree upon: what was sent, how many stand, and what lies in segments.</summary>
internal sealed class KudosAudit : IAudit<KudosState>, IAudit<KudosSegmentState>, IAudit<KudosGiverState>
{
    private const string Sent = "last kudos (giver > receiver)";
    private const string Standing = "kudos that stand (giver > receiver)";
    private const string SegmentSize = "kudos in the segment";

    public AuditReport Of(ActorKey key, KudosState state)
    {
        var known = state.Givers.Where(giver => giver.Key != Person.Erased.Id).ToList();
        var heard = known.Select(giver => AuditEntry.Copy(Sent, Pair(giver.Key, key.Id), giver.Value.Heard));
        var standing = known.Select(giver => AuditEntry.Truth(Standing, Pair(giver.Key, key.Id), giver.Value.Count));
        var segments = state.Segments.Select((_, number) => AuditEntry.Copy(SegmentSize, KudosSegments.Key(key.Id, number), KudosSegments.Size));
        var count = DirectoryBooks.Count(DirectoryKinds.Learner, DirectoryCounters.Kudos, key.Id, state.Count);
        return new([.. heard, .. standing, .. segments, .. count, .. KudosPoints.Books(key, state)], [.. Faults(state)]);
    }

    public AuditReport Of(ActorKey key, KudosSegmentState state) =>
        state.Kudos.IsEmpty ? AuditReport.Nothing : new([AuditEntry.Truth(SegmentSize, key.Id, state.Kudos.Count)], []);

    public AuditReport Of(ActorKey key, KudosGiverState state)
    {
        var sent = state.Receivers.Select(to => AuditEntry.Truth(Sent, Pair(key.Id, to.Key), to.Value.Last));
        var standing = state.Receivers.Select(to => AuditEntry.Copy(Standing, Pair(key.Id, to.Key), to.Value.Standing));
        var sum = state.Receivers.Values.Sum(to => to.Standing);
        return new([.. sent, .. standing], sum == state.Given ? [] : [$"it counts {state.Given} kudos given, and its receivers {sum}"]);
    }

    private static IEnumerable<string> Faults(KudosState state)
    {
        var sum = state.Givers.Values.Sum(giver => giver.Count);
        if (sum != state.Count)
        {
            yield return $"it counts {state.Count} kudos, and its givers {sum}";
        }
    }

    private static string Pair(string from, string to) => $"{from} > {to}";
}
