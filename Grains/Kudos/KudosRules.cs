using System.Text;

namespace LmsActors.Kudos;

/// <summary>Who can give how much, and what becomes of what was given.</summary>
internal static class KudosRules
{
    /// <summary>The answer's subject is <paramref name="number"/>, that of the event.</summary>
    public static Decision<KudosGiverEvent> Give(KudosGiverState state, GiveKudos command, long number, DateTimeOffset now)
    {
        var (reason, skill) = (command.Reason.Trim(), string.IsNullOrWhiteSpace(command.Skill) ? null : command.Skill.Trim());
        if (reason.Length == 0 || !Texts.IsProse(reason, KudosLimits.Reason))
        {
            return KudosRefusals.ReasonInvalid;
        }

        if (skill is not null && !Texts.IsLine(skill, KudosLimits.Skill))
        {
            return KudosRefusals.SkillInvalid;
        }

        var (all, one) = state.On(now, command.To);
        var until = new DateTimeOffset(now.UtcDateTime.Date.AddDays(1), TimeSpan.Zero) - now;
        return all >= KudosLimits.ADay ? KudosRefusals.TooManyToday(until)
            : one >= KudosLimits.ADayForOne ? KudosRefusals.TooManyForOne(until)
            : Decision<KudosGiverEvent>.About(number, new KudosSent(command.To, command.Viewer.Name, reason, skill));
    }

    /// <summary>Those that are not known yet, the oldest first; the answer's subject is their number.</summary>
    public static Decision<KudosGiverEvent> Import(KudosGiverState state, string giverName, IReadOnlyList<ImportedKudos> kudos)
    {
        KudosGiverEvent[] fresh =
        [
            .. kudos
                .DistinctBy(one => one.ExternalId)
                .OrderBy(one => one.At)
                .Select(one => (Kudos: one, Import: new KudosImport(Ids.Fingerprint(Encoding.UTF8.GetBytes(one.ExternalId)), one.At)))
                .Where(one => !state.Imported.Contains(one.Import.Fingerprint))
                .Select(one => new KudosSent(one.Kudos.To, giverName, one.Kudos.Reason, null, one.Import)),
        ];
        return Decision<KudosGiverEvent>.About(fresh.Length, fresh);
    }

    /// <summary>What a giver tells, in order; what was heard already is passed over.</summary>
    public static Decision<KudosEvent> Hear(KudosState state, IReadOnlyList<StoredKudos> kudos) => Decision<KudosEvent>.Of(
        kudos.Where(one => one.Number > state.Heard(one.From.Id)).Select(one => (KudosEvent)new KudosReceived(one)));

    /// <summary>Nothing when it was taken back before.</summary>
    public static Decision<KudosEvent> TakeBack(KudosState state, StoredKudos kudos) =>
        state.TakenBack.Contains(kudos.Place) ? Decision<KudosEvent>.Nothing : new KudosTakenBack(kudos.Id, kudos.Place, kudos.From.Id, kudos.Skill, kudos.At);

    /// <summary>What a receiver says of the kudos of this giver; nothing of a receiver that is not known, or not any more.</summary>
    public static Decision<KudosGiverEvent> Stand(KudosGiverState state, string receiverId, int count, long asOf) =>
        state.Receivers.TryGetValue(receiverId, out var to) && asOf > to.AsOf
            ? new KudosStood(receiverId, count, asOf)
            : Decision<KudosGiverEvent>.Nothing;
}
