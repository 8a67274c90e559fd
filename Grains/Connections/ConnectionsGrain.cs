using LmsActors.NameDirectory;
using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LmsActors.Connections;

[GrainType("connections"), Reentrant]
internal sealed class ConnectionsGrain(
    Log<ConnectionsState, ConnectionsEvent> log, IDirectoryWriter directory, ILogger<ConnectionsGrain> logger)
    : LiveLogGrain<ConnectionsState, ConnectionsEvent>(log, logger), IConnectionsGrain, IConnectionsPeer
{
    /// <summary>For how long a command waits for its effects on other actors, so that callers read their own writes.</summary>
    private static readonly TimeSpan EffectsWait = TimeSpan.FromMilliseconds(100);

    private static readonly byte[] NothingToTell = "{}"u8.ToArray();

    protected override bool HasOutbox => true;

    protected override int TailEvents => 16;

    public Task<Result<Relation>> FollowAsync(string learnerId) => RelateAsync(learnerId, ConnectionsRules.Follow);

    public Task<Result<Relation>> UnfollowAsync(string learnerId) => RelateAsync(learnerId, ConnectionsRules.Unfollow);

    public Task<Result<int>> FollowManyAsync(IReadOnlyList<string> learnerIds) => CommitAsync(
        Operation.None,
        (state, _) => ConnectionsRules.FollowMany(state, Key.Id, learnerIds),
        (_, count) => (int)count);

    public async Task<Result<Relation>> BefriendAsync(string learnerId)
    {
        if (await MissingAsync(learnerId) is { } missing)
        {
            return missing;
        }

        return await Peer(learnerId).KnockAsync(Key.Id) is { } refusal
            ? refusal
            : await RelateAsync(learnerId, ConnectionsRules.Befriend, tellsFirst: true);
    }

    public Task<Result<Relation>> UnfriendAsync(string learnerId) => RelateAsync(learnerId, ConnectionsRules.Unfriend, tellsFirst: true);

    public async Task<Result> BlockAsync(string learnerId) =>
        (await RelateAsync(learnerId, ConnectionsRules.Block, tellsFirst: true)).WithoutValue();

    public async Task<Result> UnblockAsync(string learnerId) =>
        (await RelateAsync(learnerId, ConnectionsRules.Unblock, tellsFirst: true)).WithoutValue();

    public Task<Result<Relation>> MuteAsync(string learnerId) => RelateAsync(learnerId, ConnectionsRules.Mute);

    public Task<Result<Relation>> UnmuteAsync(string learnerId) => RelateAsync(learnerId, ConnectionsRules.Unmute);

    public async Task<Relation> RelationAsync(string learnerId) =>
        learnerId == Key.Id ? Relation.None : Log.Committed.RelationTo(learnerId, await Peer(learnerId).FollowsAsync(Key.Id));

    public async Task<Result<Page<Person>>> PageAsync(ConnectionList list, Viewer viewer, Paging paging)
    {
        var key = Key;
        var mayRead = viewer.LearnerId == key.Id || (list == ConnectionList.Following && viewer.Sees(key.Id));
        if (viewer.Tenant != key.Tenant || !mayRead || !await GrainFactory.ExistsAsync(key))
        {
            return ConnectionsRefusals.NotFound;
        }

        var page = ConnectionPages.Cut(Log.Committed.List(list), list == ConnectionList.Blocked ? _ => true : viewer.Sees, paging);
        return new Page<Person>(await GrainFactory.PeopleAsync(key.Tenant, page.Items), page.Next);
    }

    public Task<ImmutableHashSet<string>> HiddenAsync() => Task.FromResult(Log.Committed.Hidden);

    public Task<bool> AreFriendsAsync(string learnerId) => Task.FromResult(Log.Committed.Friendship(learnerId).IsFriendship);

    public Task<FeedSources> FeedSourcesAsync() => Task.FromResult(Log.Committed.ToFeedSources());

    public Task<int> FollowingCountAsync() => Task.FromResult(Log.Committed.Following.Count);

    public async Task HearAsync(string from, PairNews news)
    {
        var heard = await CommitAsync(Operation.None, (state, _) => ConnectionsRules.Hear(state, from, news));
        if (heard.Refusal is { } refusal)
        {
            throw new InvalidOperationException(refusal.Message);
        }
    }

    public Task<Refusal?> KnockAsync(string from) => Task.FromResult(ConnectionsRules.Knock(Log.Committed, from));

    public Task<bool> FollowsAsync(string learnerId) => Task.FromResult(
        Log.Committed.Following.ContainsKey(learnerId) && !Log.Committed.Hidden.Contains(learnerId));

    protected override Task DeliverAsync(IReadOnlyList<Happened<ConnectionsEvent>> events) =>
        new ConnectionsOutbox(GrainFactory, directory, Key, Log.Committed, Log.CommittedSequence).DeliverAsync(events);

    protected override ValueTask<Refusal?> MayWatchAsync(Viewer viewer) =>
        new(viewer.LearnerId == Key.Id && viewer.Tenant == Key.Tenant ? null : ConnectionsRefusals.NotFound);

    /// <summary>The stream only says that something changed: whom others have blocked is not for their eyes.</summary>
    protected override byte[] Snapshot(ConnectionsState state, Viewer viewer) => NothingToTell;

    protected override LiveEvent? Project(Happened<ConnectionsEvent> happened) => happened.Event is BlockMoved or BlockHeard or ConnectionErased
        ? new(happened.Sequence, happened.At, ConnectionStreams.HiddenChanged, NothingToTell)
        : null;

    private async Task<Result<Relation>> RelateAsync(
        string other, Func<ConnectionsState, string, Decision<ConnectionsEvent>> decide, bool tellsFirst = false)
    {
        if (await MissingAsync(other) is { } missing)
        {
            return missing;
        }

        var committed = await CommitAsync(Operation.None, (state, _) => decide(state, other), (state, _) => state);
        if (committed.Refusal is { } refusal)
        {
            return refusal;
        }

        if (tellsFirst)
        {
            await TellAsync(other);
        }

        await DeliveredAsync(EffectsWait);
        return committed.Value!.RelationTo(other, await Peer(other).FollowsAsync(Key.Id));
    }

    /// <summary>The other shall know before the caller has the answer; should that fail, the outbox will tell it.</summary>
    private async Task TellAsync(string other)
    {
        try
        {
            await Peer(other).HearAsync(Key.Id, ConnectionsOutbox.News(Log.Committed, other));
        }
        catch (Exception e)
        {
            Logger.LogInformation(e, "{Actor} could not tell {Other} at once; the outbox will.", this.GetGrainId(), other);
        }
    }

    private async ValueTask<Refusal?> MissingAsync(string other)
    {
        var key = Key;
        return other == key.Id ? ConnectionsRefusals.Oneself
            : Log.State.Knows(other) ? null
            : Ids.IsWellFormed(other) && await GrainFactory.ExistsAsync(key with { Id = other }) ? null
            : ConnectionsRefusals.NotFound;
    }

    private IConnectionsPeer Peer(string learnerId) => GrainFactory.Actor<IConnectionsPeer>((Key with { Id = learnerId }).ToString());
}
