using LmsActors.Accounts;
using LmsActors.Chat;
using LmsActors.Connections;
using LmsActors.Feeds;
using LmsActors.Groups;
using LmsActors.Posts;
using LmsActors.Profiles;
using Microsoft.Extensions.Logging;

namespace LmsActors.Erasures;

/// <summary>
/// Goes through all actors that speak of a learner. First what others see: the way in, then posts and rooms. Then all that is stored is
/// searched for the learner's id, and whoever has it is asked to forget it, until a search finds nobody. The search, and not what actors
/// know of each other, is what says that it is done.
/// </summary>
internal sealed class ErasureSweep(IGrainFactory grains, IStoredLogs logs, TimeProvider time, ILogger logger, GrainId self)
{
    private const int AtOnce = 32;
    private const int PageSize = 200;

    /// <summary>How often the storage is searched before the erasure begins anew: pauses grow, as each search reads everything.</summary>
    private const int MostSearches = 12;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    /// <param name="learner">Whom to forget.</param>
    /// <param name="noteAsync">Told now and then how many logs were rewritten and deleted.</param>
    /// <exception cref="InvalidOperationException">Some logs still speak of the learner, though their actors were asked again and again.</exception>
    public async Task RunAsync(ErasedLearner learner, Func<LogsErased, Task> noteAsync)
    {
        await ShutOutAsync(learner, noteAsync);
        await HideAsync(learner, noteAsync);
        var left = 0;
        for (var (search, pause) = (0, FirstPause); search < MostSearches; search++)
        {
            var found = await SearchAsync(learner);
            if (found.Count == 0)
            {
                return;
            }

            left = found.Count;
            if (!await EraseAsync(found, learner, noteAsync) || search > 0)
            {
                await Task.Delay(pause, time);
                pause = TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, LongestPause.Ticks));
            }
        }

        throw new InvalidOperationException($"{left} logs still speak of the learner after {MostSearches} searches.");
    }

    /// <summary>Sessions end, the name is gone, and who watches as the learner is put out. Nothing can be done as the learner from here on.</summary>
    private async Task ShutOutAsync(ErasedLearner learner, Func<LogsErased, Task> noteAsync)
    {
        var key = new ActorKey(learner.Tenant, learner.LearnerId);
        await EraseAsync([grains.Actor<IAccountGrain>(key).GetGrainId()], learner, noteAsync);
        await EraseAsync([grains.Actor<IProfileGrain>(key).GetGrainId()], learner, noteAsync);
        await EraseAsync([grains.Actor<IConnectionsGrain>(key).GetGrainId()], learner, noteAsync);
    }

    /// <summary>What others are most likely to look at just now.</summary>
    private async Task HideAsync(ErasedLearner learner, Func<LogsErased, Task> noteAsync)
    {
        var key = new ActorKey(learner.Tenant, learner.LearnerId);
        var rooms = (await grains.Actor<IMembershipsGrain>(key).GroupsAsync()).Keys.Select(GroupIds.Room)
            .Concat((await grains.Actor<IReadingGrain>(key).AllAsync()).Conversations)
            .Select(id => grains.Actor<IRoomGrain>(key with { Id = id }).GetGrainId());
        await EraseAsync([.. rooms], learner, noteAsync);

        var journal = grains.Actor<IJournalGrain>(key with { Id = Journals.OfLearner(learner.LearnerId) });
        for (PostPlace? before = null; ;)
        {
            var slice = await journal.SliceAsync(before, PageSize);
            var posts = slice.Posts.Select(post => grains.Actor<IPostGrain>(key with { Id = post.Id }).GetGrainId());
            await EraseAsync([.. posts], learner, noteAsync);
            if (slice.Next is null)
            {
                return;
            }

            before = slice.Next;
        }
    }

    private async Task<List<GrainId>> SearchAsync(ErasedLearner learner) =>
        [.. (await logs.HoldingAsync(learner.LearnerId, CancellationToken.None)).Where(actor => actor != self)];

    /// <summary>
    /// Posts first and the learner's own last: what tells others must come before those whom it tells. Answers whether all could; whoever
    /// could not is found again.
    /// </summary>
    private async Task<bool> EraseAsync(IReadOnlyList<GrainId> actors, ErasedLearner learner, Func<LogsErased, Task> noteAsync)
    {
        var isDone = true;
        foreach (var stage in actors.GroupBy(actor => Stage(actor, learner)).OrderBy(stage => stage.Key))
        {
            foreach (var some in stage.Chunk(AtOnce))
            {
                var erased = await Task.WhenAll(some.Select(actor => EraseAsync(actor, learner)));
                isDone &= !erased.Contains(ErasedLog.Owing);
                await noteAsync(new(erased.Count(one => one == ErasedLog.Rewritten), erased.Count(one => one == ErasedLog.Deleted)));
            }
        }

        return isDone;
    }

    /// <summary>One actor that fails, for now or for good, must not keep the others from it.</summary>
    private async Task<ErasedLog> EraseAsync(GrainId actor, ErasedLearner learner)
    {
        try
        {
            return await grains.GetGrain(actor).AsReference<IErasable>().EraseAsync(learner);
        }
        catch (Exception e)
        {
            logger.LogWarning(e, "A log of type {Type} could not be rid of a learner; it will be tried again.", actor.Type.ToString());
            return ErasedLog.Owing;
        }
    }

    private static int Stage(GrainId actor, ErasedLearner learner) =>
        actor.Type.ToString() == "post" ? 0 : learner.IsOwn(ActorKey.Parse(actor.Key.ToString()!)) ? 2 : 1;
}
