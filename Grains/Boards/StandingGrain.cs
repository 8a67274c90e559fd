using LmsActors.Profiles;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LmsActors.Boards;

/// <summary>How those speak to a learner's standing who know of its deeds, and boards who show it.</summary>
[Alias("standing-keeper")]
internal interface IStandingKeeper : IGrainWithStringKey
{
    /// <summary>What sources have for the learner, each once; may be repeated, and come late.</summary>
    [Alias("hear")]
    Task HearAsync(IReadOnlyList<StandingReport> reports);

    /// <summary>The name that stands for the learner's own.</summary>
    [Alias("pseudonym")]
    Task<string> PseudonymAsync();
}

[GrainType("standing"), Reentrant]
internal sealed class StandingGrain(Log<StandingState, StandingEvent> log, PerSilo<BoardWriter> boards, ILogger<StandingGrain> logger)
    : LogGrain<StandingState, StandingEvent>(log, logger), IStandingGrain, IStandingKeeper
{
    private static readonly TimeSpan EffectsWait = TimeSpan.FromMilliseconds(200);

    protected override bool HasOutbox => true;

    public Task<IReadOnlyList<OwnStanding>> OwnAsync()
    {
        var (state, now) = (Log.Committed, Log.Now);
        return Task.FromResult<IReadOnlyList<OwnStanding>>(
        [
            .. state.Values
                .Select(value => (Name: StandingRules.Board(value.Key), Actor: value.Key, value.Value))
                .Where(value => value.Name.ActorId(now) == value.Actor)
                .Select(value => new OwnStanding(value.Name.Id, value.Name.Scope, value.Name.Metric, Values.Of(value.Name, value.Value)))
                .OrderBy(standing => standing.Board, StringComparer.Ordinal),
        ]);
    }

    public Task<BoardVisibility> VisibilityAsync() => Task.FromResult(Log.Committed.Visibility);

    public Task<string> PseudonymAsync() => Task.FromResult(Log.Committed.Pseudonym);

    public async Task<Result> AppearAsync(Operation operation, BoardVisibility visibility)
    {
        if (!Enum.IsDefined(visibility))
        {
            return BoardRefusals.VisibilityUnknown;
        }

        var done = await CommitAsync(operation, (state, _) => StandingRules.Appear(state, visibility, Pseudonyms.New));
        await DeliveredAsync(EffectsWait);
        return done;
    }

    public async Task HearAsync(IReadOnlyList<StandingReport> reports)
    {
        // A learner who was erased meanwhile, and whose log is gone, must not come to life by what is on its way.
        if (Log.CommittedSequence > 0 || await GrainFactory.Actor<IProfileGrain>(Key).IdentityAsync() is not null)
        {
            await CommitAsync(Operation.None, (state, now) => Decision<StandingEvent>.Of(
                reports.SelectMany(report => StandingRules.Hear(state, report, now).Events)));
        }
    }

    protected override Task DeliverAsync(IReadOnlyList<Happened<StandingEvent>> events)
    {
        var (key, state, through, now) = (Key, Log.Committed, Log.CommittedSequence, Log.Now);
        if (MemberId.TryParse(key.Id) is not { } member)
        {
            return Task.CompletedTask;
        }

        var touched = events.Any(happened => happened.Event is StandingAppeared)
            ? state.Values.Keys
            : events.SelectMany(happened => happened.Event switch
            {
                StandingHeard e => e.Gains.Select(gain => gain.Board),
                StandingSourceErased e => [e.Loss.Board],
                _ => [],
            });
        return Task.WhenAll(touched
            .Distinct()
            .Where(board => StandingRules.Board(board).ActorId(now) == board)
            .Select(board => boards.Value.PutAsync(
                key with { Id = board }, new(member, state.Values.GetValueOrDefault(board), (uint)through, state.ShownOn(board)))));
    }
}

/// <summary>Names for those who do not want to be known: drawn by lot, so that nothing leads from them to a learner.</summary>
internal static class Pseudonyms
{
    public static string New() => $"Learner {Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(3))}";
}
