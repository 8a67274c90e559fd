using System.Globalization;
using LmsActors.Boards;
using LmsActors.NameDirectory;
using LmsActors.Profiles;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LmsActors.Kudos;

/// <summary>How givers speak to receivers.</summary>
[Alias("kudos-receiver")]
internal interface IKudosReceiver : IGrainWithStringKey
{
    /// <summary>Null when the learner is there and can have kudos of this giver.</summary>
    [Alias("knock")]
    Task<Refusal?> KnockAsync(Viewer giver);

    /// <summary>The kudos with this id, if it is here and stands.</summary>
    [Alias("find")]
    Task<KudosEntry?> FindAsync(string kudosId);

    /// <summary>Kudos of one giver, in order; may be repeated.</summary>
    [Alias("hear")]
    Task HearAsync(IReadOnlyList<StoredKudos> kudos);
}

[GrainType("kudos"), Reentrant]
internal sealed class KudosGrain : LiveLogGrain<KudosState, KudosEvent>, IKudosGrain, IKudosReceiver
{
    private static readonly TimeSpan EffectsWait = TimeSpan.FromMilliseconds(100);
    private const int SkillsShown = 50;

    private readonly IDirectoryWriter _directory;
    private readonly KudosSegments _segments;

    public KudosGrain(Log<KudosState, KudosEvent> log, IGrainFactory grains, IDirectoryWriter directory, ILogger<KudosGrain> logger)
        : base(log, logger) => (_directory, _segments) = (directory, new(log, grains, Key));

    protected override bool HasOutbox => true;

    public async Task<Result<Page<KudosEntry>>> PageAsync(Viewer viewer, Paging paging)
    {
        if (await MayWatchAsync(viewer) is { } refusal)
        {
            return refusal;
        }

        var before = long.TryParse(paging.Cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var place) ? place : long.MaxValue;
        var found = await _segments.TakeAsync(before, paging.Limit + 1, kudos => viewer.Sees(kudos.From.Id));
        var page = found.Take(paging.Limit).ToList();
        return new Page<KudosEntry>(
            [.. page.Select(kudos => kudos.ToView())],
            found.Count > paging.Limit ? page[^1].Place.ToString(CultureInfo.InvariantCulture) : null);
    }

    public async Task<Result<KudosSummary>> SummaryAsync(Viewer viewer)
    {
        if (await MayWatchAsync(viewer) is { } refusal)
        {
            return refusal;
        }

        var given = await GrainFactory.Actor<IKudosGiverGrain>(Key).GivenAsync();
        var state = Log.Committed;
        return new KudosSummary(state.Count, state.GiverCount, given, state.TopSkills(SkillsShown));
    }

    public async Task<Result> TakeBackAsync(Operation operation, Viewer viewer, string kudosId)
    {
        if (await MayWatchAsync(viewer) is { } refusal)
        {
            return refusal;
        }

        if (await _segments.FindAsync(kudosId) is not { } kudos)
        {
            return KudosRefusals.NotFound;
        }

        if (!viewer.IsAdmin && viewer.LearnerId != kudos.From.Id && viewer.LearnerId != Key.Id)
        {
            return KudosRefusals.NotYours;
        }

        var taken = await CommitAsync(operation, (state, _) => KudosRules.TakeBack(state, kudos));
        await DeliveredAsync(EffectsWait);
        return taken;
    }

    public async Task<Refusal?> KnockAsync(Viewer giver) => await MayWatchAsync(giver) is { } refusal ? refusal
        : Log.Committed.Givers.Count >= KudosLimits.Givers && !Log.Committed.Givers.ContainsKey(giver.LearnerId) ? KudosRefusals.TooManyGivers
        : null;

    public async Task<KudosEntry?> FindAsync(string kudosId) => (await _segments.FindAsync(kudosId))?.ToView();

    public async Task HearAsync(IReadOnlyList<StoredKudos> kudos)
    {
        // A learner who was erased meanwhile must not come to life by what is on its way.
        if (await IsThereAsync())
        {
            await CommitAsync(Operation.None, (state, _) => KudosRules.Hear(state, kudos));
        }
    }

    protected override async Task DeliverAsync(IReadOnlyList<Happened<KudosEvent>> events)
    {
        var (key, state, through) = (Key, Log.Committed, Log.CommittedSequence);
        var givers = events
            .Select(happened => happened.Event switch { KudosReceived e => e.Kudos.From.Id, KudosTakenBack e => e.FromId, _ => null })
            .Where(id => id is not null && id != Person.Erased.Id)
            .Distinct();
        await Task.WhenAll(givers.Select(id => GrainFactory.Actor<IKudosGiverPeer>(key with { Id = id! })
            .StandAsync(key.Id, state.Givers.GetValueOrDefault(id!).Count, through)));
        await Task.WhenAll(KudosPoints.Of(key, state, through, events)
            .Select(told => GrainFactory.Actor<IStandingKeeper>(key with { Id = told.LearnerId }).HearAsync([told.Report])));
        await _directory.PutAsync(key.Tenant, DirectoryKinds.Learner, new DirectoryCount(key.Id, DirectoryCounters.Kudos, state.Count, through));
        while (await _segments.SealNextAsync() is { } last)
        {
            await CommitAsync(Operation.None, (_, _) => new KudosSealed(last));
        }
    }

    protected override async ValueTask<Refusal?> MayWatchAsync(Viewer viewer) =>
        viewer.Tenant == Key.Tenant && viewer.Sees(Key.Id) && await IsThereAsync() ? null : KudosRefusals.NoLearner;

    protected override byte[] Snapshot(KudosState state, Viewer viewer) => KudosStream.Snapshot(state, viewer);

    protected override LiveEvent? Project(Happened<KudosEvent> happened) => KudosStream.Project(happened);

    private async Task<bool> IsThereAsync() => await GrainFactory.Actor<IProfileGrain>(Key).IdentityAsync() is not null;
}
