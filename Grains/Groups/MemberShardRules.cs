namespace LmsActors.Groups;

/// <summary>
/// Who becomes a member and who ceases to be one. The first shard of a group takes learners until it is full; then strangers
/// to it belong to the shard that their id leads to.
/// </summary>
internal static class MemberShardRules
{
    public static Decision<MemberShardEvent> Move(MemberShardState state, bool isFirst, MemberMove move)
    {
        if (state.IsDissolved)
        {
            return GroupRefusals.NotFound;
        }

        if (IsElsewhere(state, isFirst, move.LearnerId))
        {
            return Decision<MemberShardEvent>.Nothing;
        }

        var current = state.Of(move.LearnerId);
        var (next, refusal) = move.Step switch
        {
            MemberStep.Join => Join(current, move.Kind),
            MemberStep.Admit => Admit(current),
            MemberStep.Leave => Leave(current, move.Kind),
            MemberStep.Remove => (current == MembershipState.Banned ? current : MembershipState.None, null),
            MemberStep.Ban => (MembershipState.Banned, null),
            MemberStep.Unban => (current == MembershipState.Banned ? MembershipState.None : current, null),
            MemberStep.Seat => (MembershipState.Member, null),
            _ => throw new ArgumentOutOfRangeException(nameof(move), move.Step, "No such step."),
        };
        return refusal is not null ? refusal
            : next == current ? Decision<MemberShardEvent>.Nothing
            : new StandingChanged(move.LearnerId, next);
    }

    /// <summary>Strangers become members; everyone else stays as he is, above all the banned.</summary>
    public static Decision<MemberShardEvent> Enlist(MemberShardState state, bool isFirst, IReadOnlyList<string> learnerIds)
    {
        if (state.IsDissolved)
        {
            return GroupRefusals.NotFound;
        }

        var room = isFirst ? Shards.FirstCapacity - state.People.Count : int.MaxValue;
        var taken = new List<string>();
        foreach (var id in learnerIds.Distinct())
        {
            var isKnown = state.People.ContainsKey(id);
            if (state.Of(id) != MembershipState.None || (!isKnown && room <= 0))
            {
                continue;
            }

            taken.Add(id);
            room -= isKnown ? 0 : 1;
        }

        return taken.Count == 0 ? Decision<MemberShardEvent>.Nothing : new MembersEnlisted(taken);
    }

    public static Decision<MemberShardEvent> Dissolve(MemberShardState state) =>
        state.IsDissolved ? Decision<MemberShardEvent>.Nothing : new ShardDissolved();

    public static bool IsElsewhere(MemberShardState state, bool isFirst, string learnerId) =>
        isFirst && state.IsFull && !state.People.ContainsKey(learnerId);

    private static (MembershipState Next, Refusal? Refusal) Join(MembershipState current, GroupKind kind) => (current, kind) switch
    {
        (MembershipState.Banned, GroupKind.Secret) => (current, GroupRefusals.NotFound),
        (MembershipState.Banned, _) => (current, GroupRefusals.Banned),
        (MembershipState.Member or MembershipState.Invited, _) => (MembershipState.Member, null),
        (_, GroupKind.Open) => (MembershipState.Member, null),
        (_, GroupKind.Closed) => (MembershipState.Requested, null),
        _ => (current, GroupRefusals.NotFound),
    };

    private static (MembershipState Next, Refusal? Refusal) Admit(MembershipState current) => current switch
    {
        MembershipState.Requested => (MembershipState.Member, null),
        MembershipState.None => (MembershipState.Invited, null),
        MembershipState.Banned => (current, GroupRefusals.LearnerBanned),
        _ => (current, null),
    };

    /// <summary>Whoever is a stranger to a secret group, or banned from it, does not learn that it exists by leaving it.</summary>
    private static (MembershipState Next, Refusal? Refusal) Leave(MembershipState current, GroupKind kind) => current switch
    {
        MembershipState.None or MembershipState.Banned when kind == GroupKind.Secret => (current, GroupRefusals.NotFound),
        MembershipState.Banned => (current, null),
        _ => (MembershipState.None, null),
    };
}
