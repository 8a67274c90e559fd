using LmsActors.Feeds;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LmsActors.Groups;

/// <summary>The shell of a shard; what changes in it goes to the group's count, the learner's memberships, the room and the feeds.</summary>
[GrainType("member-shard"), Reentrant]
internal sealed class MemberShardGrain(Log<MemberShardState, MemberShardEvent> log, ILogger<MemberShardGrain> logger)
    : LogGrain<MemberShardState, MemberShardEvent>(log, logger), IMemberShardGrain
{
    private const int FanOut = 128;
    private static readonly TimeSpan DeliveryWait = TimeSpan.FromMilliseconds(250);

    protected override bool HasOutbox => true;

    private (string GroupId, int Shard) Place => MemberShards.Parse(Key.Id);

    private bool IsFirst => Place.Shard == 0;

    public async Task<Result<ShardAnswer>> MoveAsync(MemberMove move)
    {
        var answer = await CommitAsync(
            move.Operation,
            (state, _) => MemberShardRules.Move(state, IsFirst, move),
            (state, _) => Answer(state, move.LearnerId));
        await DeliveredAsync(DeliveryWait);
        return answer;
    }

    public Task<ShardAnswer> FindAsync(string learnerId) => Task.FromResult(Answer(Log.Committed, learnerId));

    public Task<Result<IReadOnlyList<string>>> EnlistAsync(IReadOnlyList<string> learnerIds) => CommitAsync(
        Operation.None,
        (state, _) => MemberShardRules.Enlist(state, IsFirst, learnerIds),
        (state, _) => (IReadOnlyList<string>)[.. learnerIds.Distinct().Where(id => MemberShardRules.IsElsewhere(state, IsFirst, id))]);

    public Task<IReadOnlyList<ShardAnswer>> ListAsync(MembershipState state, string after, int limit)
    {
        IReadOnlyList<ShardAnswer> found = Log.Committed.IsDissolved ? [] : [.. Log.Committed.People
            .Where(person => person.Value.State == state && string.CompareOrdinal(person.Key, after) > 0)
            .OrderBy(person => person.Key, StringComparer.Ordinal)
            .Take(limit)
            .Select(person => new ShardAnswer(person.Key, person.Value.State, person.Value.Since))];
        return Task.FromResult(found);
    }

    public Task<IReadOnlySet<string>> KeysAsync() => Task.FromResult<IReadOnlySet<string>>(Log.Committed.People.Keys.ToHashSet());

    public Task<Result<bool>> DissolveAsync() => CommitAsync(
        Operation.None, (state, _) => MemberShardRules.Dissolve(state), static (state, _) => state.IsFull);

    protected override async Task DeliverAsync(IReadOnlyList<Happened<MemberShardEvent>> events)
    {
        var (groupId, shard) = Place;
        var group = GrainFactory.Actor<IGroupLedgerGrain>(new ActorKey(Key.Tenant, groupId));
        var counted = await group.ReportAsync(new(shard, Log.CommittedSequence, Log.Committed.Counts));
        if (counted.Refusal is { } refusal)
        {
            throw new InvalidOperationException($"The group took no report: {refusal.Code}.");
        }

        var notes = Notes(events, groupId);
        foreach (var some in notes.Chunk(FanOut))
        {
            await Task.WhenAll(some.Select(TellLearnerAsync));
        }

        var erased = events.Select(happened => (happened.Event as MemberErased)?.LearnerId).OfType<string>();
        await GroupAudience.TellAsync(GrainFactory, Key.Tenant, groupId, [.. notes.Keys.Union(erased)]);
    }

    /// <summary>The memberships first: the feed is made of them.</summary>
    private async Task TellLearnerAsync(KeyValuePair<string, MembershipNote> note)
    {
        await GrainFactory.Actor<IMembershipsLedgerGrain>(new ActorKey(Key.Tenant, note.Key)).NoteAsync(note.Value);
        await GrainFactory.Actor<IFeedShardGrain>(FeedShards.Key(Key.Tenant, note.Key)).RefreshAsync(note.Key);
    }

    /// <summary>Of each learner the last thing that happened.</summary>
    private Dictionary<string, MembershipNote> Notes(IReadOnlyList<Happened<MemberShardEvent>> events, string groupId)
    {
        var notes = new Dictionary<string, MembershipNote>();
        foreach (var (sequence, _, happened) in events)
        {
            var (learners, state) = happened switch
            {
                StandingChanged e => ([e.LearnerId], e.State),
                MembersEnlisted e => (e.LearnerIds, MembershipState.Member),
                MemberErased => ([], MembershipState.None), // there are no memberships left to be told
                _ => ((IEnumerable<string>)Log.Committed.People.Keys, MembershipState.None),
            };
            foreach (var learner in learners)
            {
                notes[learner] = new(groupId, NoteSource.Shard, sequence, state, null);
            }
        }

        return notes;
    }

    private ShardAnswer Answer(MemberShardState state, string learnerId) => new(
        learnerId,
        state.Of(learnerId),
        state.People.GetValueOrDefault(learnerId).Since,
        MemberShardRules.IsElsewhere(state, IsFirst, learnerId));
}
