namespace LmsActors.Kudos;

/// <summary>A learner's kudos as those who watch see them.</summary>
internal static class KudosStream
{
    /// <summary>How many a snapshot shows.</summary>
    public const int Shown = 20;

    public static byte[] Snapshot(KudosState state, Viewer viewer)
    {
        var shown = state.Newest.Reverse().Where(kudos => viewer.Sees(kudos.From.Id)).Take(Shown).Select(kudos => kudos.ToView());
        return LiveJson.Bytes(new { received = state.Count, items = shown });
    }

    public static LiveEvent? Project(Happened<KudosEvent> happened)
    {
        return happened.Event switch
        {
            KudosReceived e => Event("kudos-received", new { kudos = e.Kudos.ToView() }, e.Kudos.From.Id),
            KudosTakenBack e => Event("kudos-taken-back", new { kudosId = e.KudosId }),
            KudosGiverErased e => Event("kudos-giver-erased", new { learnerId = e.FromId }),
            _ => null,
        };

        LiveEvent Event<T>(string type, T data, string? actorId = null) =>
            new(happened.Sequence, happened.At, type, LiveJson.Bytes(data), actorId);
    }
}
