using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LmsActors.Kudos;

/// <summary>How receivers speak to givers.</summary>
[Alias("kudos-giver-peer")]
internal interface IKudosGiverPeer : IGrainWithStringKey
{
    /// <summary>How many of this giver's kudos stand with a receiver, as of an event of the receiver's.</summary>
    [Alias("stand")]
    Task StandAsync(string receiverId, int count, long asOf);
}

[GrainType("kudos-giver"), Reentrant]
internal sealed class KudosGiverGrain(Log<KudosGiverState, KudosGiverEvent> log, ILogger<KudosGiverGrain> logger)
    : LogGrain<KudosGiverState, KudosGiverEvent>(log, logger), IKudosGiverGrain, IKudosGiverPeer
{
    private static readonly TimeSpan EffectsWait = TimeSpan.FromMilliseconds(200);

    protected override bool HasOutbox => true;

    public async Task<Result<KudosEntry>> GiveAsync(GiveKudos command)
    {
        var (key, viewer) = (Key, command.Viewer);
        if (command.To == key.Id)
        {
            return KudosRefusals.Oneself;
        }

        if (await Receiver(command.To).KnockAsync(viewer) is { } refusal)
        {
            return refusal;
        }

        DateTimeOffset? decidedAt = null;
        var given = await CommitAsync(
            command.Operation,
            (state, now) =>
            {
                decidedAt = now;
                return KudosRules.Give(state, command, Log.Sequence + 1, now);
            },
            (_, number) => new KudosEntry(
                KudosIds.Of(key.Id, number), new(key.Id, viewer.Name), command.Reason.Trim(), command.Skill?.Trim(), decidedAt ?? Log.Now));
        await DeliveredAsync(EffectsWait);

        // When it was given before, its receiver knows the time.
        return given.Refusal is null && decidedAt is null && await Receiver(command.To).FindAsync(given.Value!.Id) is { } before ? before : given;
    }

    public Task<Result<int>> ImportAsync(string giverName, IReadOnlyList<ImportedKudos> kudos) => CommitAsync(
        Operation.None, (state, _) => KudosRules.Import(state, giverName, kudos), (_, count) => (int)count);

    public Task<int> GivenAsync() => Task.FromResult(Log.Committed.Given);

    public Task StandAsync(string receiverId, int count, long asOf) =>
        CommitAsync(Operation.None, (state, _) => KudosRules.Stand(state, receiverId, count, asOf));

    protected override Task DeliverAsync(IReadOnlyList<Happened<KudosGiverEvent>> events) => Task.WhenAll(events
        .Where(happened => happened.Event is KudosSent)
        .GroupBy(happened => ((KudosSent)happened.Event).To)
        .Select(to => Receiver(to.Key).HearAsync([.. to.Select(Stored)])));

    private StoredKudos Stored(Happened<KudosGiverEvent> happened)
    {
        var sent = (KudosSent)happened.Event;
        return new(new(Key.Id, sent.FromName), happened.Sequence, sent.Reason, sent.Skill, sent.Import?.At ?? happened.At);
    }

    private IKudosReceiver Receiver(string learnerId) => GrainFactory.Actor<IKudosReceiver>(Key with { Id = learnerId });
}
