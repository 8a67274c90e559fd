using LmsActors.Boards;

namespace LmsActors.Kudos;

/// <summary>What kudos bring on boards: to who received them, and to who gave them, as long as they stand.</summary>
internal static class KudosPoints
{
    /// <summary>The name of this source for who received them; for who gave them it is the receiver's id.</summary>
    private const string Received = "kudos";

    public static IEnumerable<(string LearnerId, StandingReport Report)> Of(
        ActorKey receiver, KudosState state, long through, IReadOnlyList<Happened<KudosEvent>> events)
    {
        var acts = events
            .Select(happened => happened.Event switch
            {
                KudosReceived e => (e.Kudos.From.Id, Act: new StandingAct(happened.Sequence, +1, e.Kudos.At)),
                KudosTakenBack e => (Id: e.FromId, Act: new StandingAct(happened.Sequence, -1, e.GivenAt ?? happened.At)),
                _ => default,
            })
            .Where(act => act.Id is not null)
            .ToList();
        if (acts.Count == 0)
        {
            yield break;
        }

        yield return (receiver.Id, new(
            Received, BoardMetrics.KudosReceived, BoardName.Tenant, state.Count, through, [.. acts.Select(act => act.Act)]));
        foreach (var giver in acts.Where(act => act.Id != Person.Erased.Id).GroupBy(act => act.Id, act => act.Act))
        {
            yield return (giver.Key, new(
                receiver.Id, BoardMetrics.KudosGiven, BoardName.Tenant, state.Givers.GetValueOrDefault(giver.Key).Count, through, [.. giver]));
        }
    }

    public static IEnumerable<AuditEntry> Books(ActorKey receiver, KudosState state) => state.Givers.Count == 0 ? [] :
    [
        BoardAudit.Source(BoardMetrics.KudosReceived, BoardName.Tenant, Received, receiver.Id, state.Count),
        .. state.Givers
            .Where(giver => giver.Key != Person.Erased.Id)
            .Select(giver => BoardAudit.Source(BoardMetrics.KudosGiven, BoardName.Tenant, receiver.Id, giver.Key, giver.Value.Count)),
    ];
}
