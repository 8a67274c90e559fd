namespace LmsActors.Groups;

/// <summary>A part of a group's people; for the group alone, which says who may ask for what. Key: <c>{group}:{n}</c>.</summary>
[Alias("member-shard-grain")]
internal interface IMemberShardGrain : IGrainWithStringKey
{
    /// <summary>Takes one step for one learner.</summary>
    [Alias("move")]
    Task<Result<ShardAnswer>> MoveAsync(MemberMove move);

    /// <summary>How a learner stands, as it is on disk.</summary>
    [Alias("find")]
    Task<ShardAnswer> FindAsync(string learnerId);

    /// <summary>Makes members of all of them that are strangers so far, in one commit; answers those who belong to other shards.</summary>
    [Alias("enlist")]
    Task<Result<IReadOnlyList<string>>> EnlistAsync(IReadOnlyList<string> learnerIds);

    /// <summary>Those who stand so, by id after <paramref name="after"/>.</summary>
    [Alias("list")]
    Task<IReadOnlyList<ShardAnswer>> ListAsync(MembershipState state, string after, int limit);

    /// <summary>All whom the shard ever took. Once the first shard is full that set changes no more.</summary>
    [Alias("keys")]
    Task<IReadOnlySet<string>> KeysAsync();

    /// <summary>The group is no more: nobody is in it. Answers whether there may be shards beyond the first.</summary>
    [Alias("dissolve")]
    Task<Result<bool>> DissolveAsync();
}

/// <summary>What a group takes from its shards; not for others.</summary>
[Alias("group-ledger-grain")]
internal interface IGroupLedgerGrain : IGrainWithStringKey
{
    /// <summary>How many a shard holds; only the latest report of a shard counts.</summary>
    [Alias("report")]
    Task<Result> ReportAsync(ShardReport report);
}

/// <summary>What may be done for one learner.</summary>
[GenerateSerializer, Alias("member-step")]
internal enum MemberStep
{
    /// <summary>The learner wants in.</summary>
    Join,

    /// <summary>A moderator approves, or invites.</summary>
    Admit,

    /// <summary>The learner wants out.</summary>
    Leave,

    /// <summary>A moderator puts the learner out, or takes back an invitation, or rejects a request.</summary>
    Remove,

    Ban,

    Unban,

    /// <summary>The group holds the learner for one of its leaders: a member without question.</summary>
    Seat,
}

/// <summary>One step.</summary>
/// <param name="Kind">The kind of the group when it let the step pass.</param>
[GenerateSerializer, Immutable, Alias("member-move")]
internal sealed record MemberMove(
    [property: Id(0)] Operation Operation,
    [property: Id(1)] string LearnerId,
    [property: Id(2)] MemberStep Step,
    [property: Id(3)] GroupKind Kind);

/// <summary>How a learner stands now.</summary>
/// <param name="IsElsewhere">The first shard is full and does not know the learner, who belongs to another one.</param>
[GenerateSerializer, Immutable, Alias("shard-answer")]
internal readonly record struct ShardAnswer(
    [property: Id(0)] string LearnerId,
    [property: Id(1)] MembershipState State,
    [property: Id(2)] DateTimeOffset Since,
    [property: Id(3)] bool IsElsewhere = false);

/// <summary>How many stand how.</summary>
[GenerateSerializer, Immutable, Alias("standing-counts")]
internal readonly record struct StandingCounts(
    [property: Id(0)] int Members,
    [property: Id(1)] int Requested,
    [property: Id(2)] int Invited,
    [property: Id(3)] int Banned)
{
    public int Of(MembershipState state) => state switch
    {
        MembershipState.Member => Members,
        MembershipState.Requested => Requested,
        MembershipState.Invited => Invited,
        MembershipState.Banned => Banned,
        _ => 0,
    };

    public StandingCounts Add(MembershipState state, int by) => state switch
    {
        MembershipState.Member => this with { Members = Members + by },
        MembershipState.Requested => this with { Requested = Requested + by },
        MembershipState.Invited => this with { Invited = Invited + by },
        MembershipState.Banned => this with { Banned = Banned + by },
        _ => this,
    };
}

/// <summary>What shard <paramref name="Shard"/> holds as of its event <paramref name="Sequence"/>.</summary>
[GenerateSerializer, Immutable, Alias("shard-report")]
internal sealed record ShardReport(
    [property: Id(0)] int Shard,
    [property: Id(1)] long Sequence,
    [property: Id(2)] StandingCounts Counts);
