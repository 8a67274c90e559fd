using LmsActors.Feeds;
using LmsActors.NameDirectory;

namespace LmsActors.Connections;

/// <summary>
/// Tells other actors what came of a learner's connections. It sends what is true now, numbered by the log, and not each step that
/// led there: so a batch costs one message to each who is concerned, and repeating it does no harm.
/// </summary>
internal sealed class ConnectionsOutbox(
    IGrainFactory grains, IDirectoryWriter directory, ActorKey learner, ConnectionsState state, long sequence)
{
    private const int AtOnce = 64;

    public static PairNews News(ConnectionsState state, string other) => new(state.Friendship(other).Mine, state.Block(other).Mine);

    public async Task DeliverAsync(IReadOnlyList<Happened<ConnectionsEvent>> events)
    {
        var followed = new HashSet<string>();
        var peers = new HashSet<string>();
        foreach (var happened in events)
        {
            Sort(happened.Event, followed, peers);
        }

        foreach (var some in peers.Chunk(AtOnce))
        {
            await Task.WhenAll(some.Select(TellPeerAsync));
        }

        await TellFeedsAsync([.. events.Select(happened => MayHavePartedFrom(happened.Event)).OfType<string>().Distinct()]);

        foreach (var some in followed.Chunk(AtOnce))
        {
            await Task.WhenAll(some.Select(TellFollowersAsync));
        }

        if (followed.Count > 0 || events.Any(happened => happened.Event is ConnectionErased))
        {
            var count = new DirectoryCount(learner.Id, DirectoryCounters.Follows, state.Following.Count, sequence);
            await directory.PutAsync(learner.Tenant, DirectoryKinds.Learner, count);
        }
    }

    /// <summary>The learner with whom a friendship has ended, or from whom a block parts, by either side's doing.</summary>
    private static string? MayHavePartedFrom(ConnectionsEvent happened) => happened switch
    {
        FriendshipMoved e when !Tie.IsYes(e.Stamp) => e.LearnerId,
        FriendshipHeard e when !Tie.IsYes(e.Stamp) => e.LearnerId,
        BlockMoved e when Tie.IsYes(e.Stamp) => e.LearnerId,
        BlockHeard e when Tie.IsYes(e.Stamp) => e.LearnerId,
        _ => null,
    };

    private static void Sort(ConnectionsEvent happened, HashSet<string> followed, HashSet<string> peers)
    {
        switch (happened)
        {
            case LearnerFollowed e:
                followed.Add(e.LearnerId);
                break;
            case LearnersFollowed e:
                followed.UnionWith(e.LearnerIds);
                break;
            case LearnerUnfollowed e:
                followed.Add(e.LearnerId);
                break;
            case FriendshipMoved e:
                peers.Add(e.LearnerId);
                break;
            case BlockMoved e:
                peers.Add(e.LearnerId);
                break;
        }
    }

    /// <summary>The learner's home feed is made of the connections; and who is no friend any more must not watch posts for friends.</summary>
    private Task TellFeedsAsync(IReadOnlyList<string> parted)
    {
        var refreshed = grains.Actor<IFeedShardGrain>(FeedShards.Key(learner.Tenant, learner.Id)).RefreshAsync(learner.Id);
        return parted.Count == 0 ? refreshed : Task.WhenAll(refreshed, Journal().AudienceChangedAsync(parted));

        IJournalGrain Journal() => grains.Actor<IJournalGrain>((learner with { Id = Journals.OfLearner(learner.Id) }).ToString());
    }

    private Task TellPeerAsync(string other) => grains
        .Actor<IConnectionsPeer>((learner with { Id = other }).ToString())
        .HearAsync(learner.Id, News(state, other));

    private Task TellFollowersAsync(string other) => grains
        .Actor<IFollowersSink>((learner with { Id = other }).ToString())
        .HearAsync(learner.Id, FollowSet.Stamp(sequence, state.Following.ContainsKey(other)));
}
