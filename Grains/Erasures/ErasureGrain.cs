using LmsActors.Profiles;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LmsActors.Erasures;

/// <summary>
/// Drives an erasure by its outbox: each event is delivered by doing what has to come after it, at least once. So an erasure that was
/// killed is woken by the registry of outboxes like anyone who owes something, and goes on.
/// </summary>
[GrainType("erasure"), Reentrant]
internal sealed class ErasureGrain : LogGrain<ErasureState, ErasureEvent>, IErasureGrain
{
    private readonly ErasureSweep _sweep;
    private readonly IStoredLogs _logs;

    public ErasureGrain(Log<ErasureState, ErasureEvent> log, IGrainFactory grains, IStoredLogs logs, ILogger<ErasureGrain> logger)
        : base(log, logger) => (_logs, _sweep) = (logs, new(grains, logs, log.Time, logger, this.GetGrainId()));

    protected override bool HasOutbox => true;

    /// <summary>One by one: the order must be delivered, and so gone from the log, before the log is written anew.</summary>
    protected override Delivery Delivery => new(Batch: 1);

    public async Task<Result<Erasure>> OrderAsync(OrderErasure command)
    {
        var identity = await GrainFactory.Actor<IProfileGrain>(Key with { Id = command.LearnerId }).IdentityAsync();
        var learner = identity is null ? null : new ErasedLearner(Key.Tenant, command.LearnerId, identity.Name);
        return await CommitAsync(
            command.Operation,
            (state, _) => ErasureRules.Order(state, learner, command.OrderedBy),
            (state, _) => state.ToView(Key.Id));
    }

    public Task<Erasure?> ReadAsync() => Task.FromResult(Log.Committed.IsOrdered ? Log.Committed.ToView(Key.Id) : null);

    protected override Task DeliverAsync(IReadOnlyList<Happened<ErasureEvent>> events) => events[0].Event switch
    {
        ErasureOrdered => SweepAsync(),
        ErasureSwept => CompleteAsync(events[0].Sequence),
        ErasureCompleted or ErasureOrdererErased => NoteAsync(),
        _ => Task.CompletedTask,
    };

    /// <summary>The register is told first: from then on nobody can bring the learner back.</summary>
    private async Task SweepAsync()
    {
        if (Log.Committed.Learner is { } learner)
        {
            await NoteAsync();
            await _sweep.RunAsync(learner, erased => CommitAsync(Operation.None, (_, _) => ErasureRules.Note(erased)));
            await CommitAsync(Operation.None, (state, _) => ErasureRules.Sweep(state));
        }
    }

    private async Task CompleteAsync(long sequence)
    {
        await RewriteLogAsync(sequence - 1);
        await _logs.PurgeAsync(CancellationToken.None);
        await CommitAsync(Operation.None, (state, _) => ErasureRules.Complete(state));
    }

    private Task NoteAsync() => GrainFactory.Erasures(Key.Tenant).NoteAsync(Log.Committed.ToView(Key.Id));
}
