using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LmsActors.Kernel;

/// <summary>An actor made for the kernel's own tests: it books marks under numbers, streams them, and owes each to a mirror.</summary>
[Alias("test-ledger")]
internal interface ILedgerGrain : ILiveActor
{
    [Alias("book")]
    Task<Result<long>> BookAsync(Operation operation, string mark);

    [Alias("marks")]
    Task<ImmutableList<string>> MarksAsync();

    [Alias("leave")]
    Task LeaveAsync();
}

/// <summary>What a ledger has told: derived, idempotent by the ledger's numbers.</summary>
[Alias("test-mirror")]
internal interface IMirrorGrain : IGrainWithStringKey
{
    [Alias("tell")]
    Task TellAsync(long sequence, string mark);

    [Alias("marks")]
    Task<ImmutableList<string>> MarksAsync();
}

[GenerateSerializer, Immutable, Alias("test-mark-booked")]
internal sealed record MarkBooked([property: Id(0)] string Mark);

[GenerateSerializer, Immutable, Alias("test-ledger-state")]
internal sealed record LedgerState : IState<LedgerState, MarkBooked>
{
    [Id(0)]
    public ImmutableList<string> Marks { get; init; } = [];

    public LedgerState Apply(Happened<MarkBooked> happened) => this with { Marks = Marks.Add(happened.Event.Mark) };
}

/// <summary>Whether what ledgers owe can be delivered.</summary>
internal sealed class DeliveryGate
{
    public bool IsShut { get; set; }

    /// <summary>What delivering a mark fails with; null if it may pass.</summary>
    public Func<string, Exception?> Fault { get; set; } = _ => null;
}

[GrainType("test-ledger"), Reentrant]
internal sealed class LedgerGrain(Log<LedgerState, MarkBooked> log, DeliveryGate gate, ILogger<LedgerGrain> logger)
    : LiveLogGrain<LedgerState, MarkBooked>(log, logger), ILedgerGrain
{
    protected override bool HasOutbox => true;

    public Task<Result<long>> BookAsync(Operation operation, string mark) => CommitAsync(
        operation,
        (state, _) => Decision<MarkBooked>.About(state.Marks.Count + 1, new MarkBooked(mark)),
        (_, subject) => subject);

    public Task<ImmutableList<string>> MarksAsync() => Task.FromResult(Log.Committed.Marks);

    public Task LeaveAsync()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    protected override async Task DeliverAsync(IReadOnlyList<Happened<MarkBooked>> events)
    {
        if (gate.IsShut)
        {
            throw new IOException("The way to the mirror is shut.");
        }

        foreach (var happened in events)
        {
            if (gate.Fault(happened.Event.Mark) is { } fault)
            {
                throw fault;
            }

            await GrainFactory.GetGrain<IMirrorGrain>(this.GetPrimaryKeyString()).TellAsync(happened.Sequence, happened.Event.Mark);
        }
    }

    protected override ValueTask<Refusal?> MayWatchAsync(Viewer viewer) => new((Refusal?)null);

    protected override byte[] Snapshot(LedgerState state, Viewer viewer) => LiveJson.Bytes(state.Marks);

    protected override LiveEvent? Project(Happened<MarkBooked> happened) =>
        new(happened.Sequence, happened.At, "mark-booked", LiveJson.Bytes(happened.Event.Mark));
}

[GenerateSerializer, Immutable, Alias("test-mark-told")]
internal sealed record MarkTold([property: Id(0)] long Sequence, [property: Id(1)] string Mark);

[GenerateSerializer, Immutable, Alias("test-mirror-state")]
internal sealed record MirrorState : IState<MirrorState, MarkTold>
{
    [Id(0)]
    public long Through { get; init; }

    [Id(1)]
    public ImmutableList<string> Marks { get; init; } = [];

    public MirrorState Apply(Happened<MarkTold> happened) =>
        new() { Through = happened.Event.Sequence, Marks = Marks.Add(happened.Event.Mark) };
}

[GrainType("test-mirror"), Reentrant]
internal sealed class MirrorGrain(Log<MirrorState, MarkTold> log, ILogger<MirrorGrain> logger)
    : LogGrain<MirrorState, MarkTold>(log, logger), IMirrorGrain
{
    public Task TellAsync(long sequence, string mark) => CommitAsync(
        Operation.None, (state, _) => sequence <= state.Through ? Decision<MarkTold>.Nothing : new MarkTold(sequence, mark));

    public Task<ImmutableList<string>> MarksAsync() => Task.FromResult(Log.Committed.Marks);
}
