using Microsoft.Extensions.Options;
using Orleans.Journaling;
using Orleans.Serialization;

namespace LmsActors.Kernel;

/// <summary>
/// The log of one actor: what is stored, what is pushed, and what a client resumes from. A decision is appended and applied to
/// <see cref="State"/> in one turn; it is shown to nobody before the journal has it on disk, which moves
/// <see cref="Committed"/> forward. Decide against the first, read from the second.
/// </summary>
/// <typeparam name="TState">What is remembered.</typeparam>
/// <typeparam name="TEvent">What can have happened.</typeparam>
internal sealed class Log<TState, TEvent> : IStateMachine
    where TState : class, IState<TState, TEvent>, new()
{
    private const byte CommitEntry = 1;
    private const byte SnapshotEntry = 2;
    private const byte DeliveredEntry = 3;

    // The first byte of an entry: what it is, and of which schema.
    private const int KindBits = 2;
    private const byte KindMask = (1 << KindBits) - 1;

    private readonly IJournaledStateManager _journal;
    private readonly Serializer _serializer;
    private readonly TimeProvider _time;
    private readonly OperationMemory _operations;
    private readonly Tail<TEvent> _tail;
    private JournalStreamWriter _writer;
    private (TState State, long Sequence, long Delivered) _written = (new TState(), 0, 0);
    private bool _owes = true;
    private long _snapshots;
    private Task? _flush; // the next write, until it takes what is appended: later appends need another

    public Log(IJournaledStateManager journal, Serializer serializer, TimeProvider time, IOptions<LogOptions> options)
    {
        _journal = journal;
        _serializer = serializer;
        _time = time;
        Options = options.Value;
        _operations = new(Options.Operations);
        _tail = new() { Keep = Options.TailEvents };
        journal.RegisterStateMachine("log", this);
    }

    /// <summary>Raised in the grain's own turn after events became durable: the numbers of the last one before, and the last one now.</summary>
    public event Action<long, long>? Advanced;

    public LogOptions Options { get; }

    /// <summary>The state that the next decision is made against; parts of it may not be on disk yet.</summary>
    public TState State { get; private set; } = new();

    /// <summary>The state that is on disk: the only one to answer or publish from.</summary>
    public TState Committed { get; private set; } = new();

    /// <summary>The number of the last event appended.</summary>
    public long Sequence { get; private set; }

    /// <summary>The number of the last event on disk.</summary>
    public long CommittedSequence { get; private set; }

    /// <summary>Through which event the outbox has delivered.</summary>
    public long Delivered { get; private set; }

    /// <summary>Whether <see cref="Delivered"/> has moved since it was last written.</summary>
    public bool DeliveredIsDirty => Delivered != _written.Delivered;

    /// <summary>The incarnation of the log; it changes when a rewriting gives its numbers another meaning.</summary>
    public long Epoch { get; private set; } = 1;

    public DateTimeOffset Now => _time.GetUtcNow();

    public TimeProvider Time => _time;

    /// <summary>
    /// How many past events to hold for those who resume, and whether events must be held until an outbox has delivered them. To be
    /// said before the log is read.
    /// </summary>
    public void Hold(int events, bool untilDelivered)
    {
        _tail.Keep = events;
        _owes = untilDelivered;
    }

    /// <summary>Appends what was decided, as bytes at once, while an earlier write may be on its way to disk. It is not durable, and must not be shown, before <see cref="FlushAsync"/> returns.</summary>
    public void Append(Operation operation, Decision<TEvent> decision, DateTimeOffset at)
    {
        var commit = new LogCommit<TEvent>(Sequence + 1, at, operation, decision.Subject, decision.Events);
        Write(_writer, CommitEntry, commit);
        Take(commit);
    }

    /// <summary>Writes what was appended; callers of the moment share one write. An exception means that the outcome is unknown.</summary>
    public Task FlushAsync() => Sequence == CommittedSequence && !DeliveredIsDirty ? Task.CompletedTask
        : _flush is { IsCompleted: false } ? _flush
        : _flush = _journal.WriteStateAsync(CancellationToken.None).AsTask();

    /// <summary>Whether a command with this operation id was accepted before, and where its answer is found.</summary>
    public bool TryFind(Operation operation, out KnownOperation known)
    {
        known = default;
        return !operation.IsNone && _operations.TryGet(operation.Id, out known);
    }

    /// <summary>Durable events after <paramref name="after"/>, oldest first; null when some of them are no longer at hand.</summary>
    public List<Happened<TEvent>>? After(long after, int most = int.MaxValue) =>
        after >= _tail.Before && after <= CommittedSequence ? _tail.Range(after, CommittedSequence, most) : null;

    /// <summary>Events through this number may be let go of: nobody waits for their commit or their delivery.</summary>
    private long Dispensable => _owes ? Math.Min(Delivered, CommittedSequence) : CommittedSequence;

    /// <summary>How many durable events the outbox has not delivered.</summary>
    public long Owed => CommittedSequence - Delivered;

    /// <summary>Remembers that all events through <paramref name="sequence"/> are delivered; written with the next commit.</summary>
    public void MarkDelivered(long sequence)
    {
        Delivered = Math.Max(Delivered, sequence);
        _tail.Trim(Dispensable);
    }

    /// <summary>
    /// Lets go of all events through <paramref name="through"/>, which must be delivered, and replaces the log by a snapshot, for which the
    /// storage must have been asked (<see cref="RewriteRequests"/>). Whoever resumes from before that starts from a snapshot.
    /// </summary>
    /// <exception cref="InvalidOperationException">The storage did not pass the request on.</exception>
    public async Task RewriteAsync(long through)
    {
        _tail.Cut(Math.Min(through, Dispensable));
        var before = _snapshots;

        // The first write may be an append that was under way.
        for (var write = 0; write < 3 && _snapshots == before; write++)
        {
            await _journal.WriteStateAsync(CancellationToken.None);
        }

        if (_snapshots == before)
        {
            throw new InvalidOperationException("The storage asks for no snapshot although one is wanted.");
        }
    }

    /// <summary>Deletes the log. The actor must then go away; nobody may be writing.</summary>
    public async Task DeleteAsync() => await _journal.DeleteStateAsync(CancellationToken.None);

    void IStateMachine.Reset(JournalStreamWriter writer)
    {
        (State, Sequence, Delivered, Epoch) = (new TState(), 0, 0, 1);
        (_writer, _flush) = (writer, null);
        _operations.Clear();
        _tail.Reset(0);
        Settle();
    }

    void IStateMachine.ReplayEntry(JournalEntry entry, JournalReplayContext context)
    {
        var bytes = entry.Reader.ToArray();
        var body = new ReadOnlyMemory<byte>(bytes, 1, bytes.Length - 1);
        var (kind, schema) = (bytes[0] & KindMask, bytes[0] >> KindBits);
        if (schema > TState.Reads)
        {
            throw new NewerLogException(schema, TState.Reads);
        }

        switch (kind)
        {
            case CommitEntry:
                Take(_serializer.Deserialize<LogCommit<TEvent>>(body)!);
                break;
            case SnapshotEntry:
                Load(_serializer.Deserialize<LogSnapshot<TState, TEvent>>(body)!);
                break;
            case DeliveredEntry:
                MarkDelivered(_serializer.Deserialize<long>(body));
                break;
            default:
                throw new InvalidDataException($"A log entry of the unknown kind {kind}.");
        }
    }

    void IStateMachine.OnRecoveryCompleted() => Settle();

    void IStateMachine.WritePendingEntries(JournalStreamWriter writer)
    {
        if (Delivered != _written.Delivered)
        {
            Write(writer, DeliveredEntry, Delivered);
        }

        Taken();
    }

    void IStateMachine.WriteSnapshot(JournalStreamWriter writer)
    {
        var tail = _tail.Range(0, Sequence);
        Write(writer, SnapshotEntry, new LogSnapshot<TState, TEvent>(Epoch, Sequence, Delivered, State, tail, [.. _operations.All]));
        _snapshots++;
        Taken();
    }

    void IStateMachine.OnWriteCompleted()
    {
        var before = CommittedSequence;
        (Committed, CommittedSequence) = (_written.State, _written.Sequence);
        if (CommittedSequence > before)
        {
            Advanced?.Invoke(before, CommittedSequence);
            _tail.Trim(Dispensable);
        }
    }

    /// <summary>All that was appended is on its way to disk.</summary>
    private void Taken()
    {
        _written = (State, Sequence, Delivered);
        _flush = null;
    }

    private void Take(LogCommit<TEvent> commit)
    {
        if (commit.First != Sequence + 1)
        {
            throw new InvalidDataException($"The log has event {commit.First} where {Sequence + 1} was due.");
        }

        foreach (var happened in commit.Events)
        {
            var numbered = new Happened<TEvent>(++Sequence, commit.At, happened);
            State = State.Apply(numbered);
            _tail.Add(numbered, Dispensable);
        }

        _operations.Add(new(commit.Operation, commit.Subject, Sequence));
    }

    private void Load(LogSnapshot<TState, TEvent> snapshot)
    {
        (State, Sequence, Delivered, Epoch) = (snapshot.State, snapshot.Sequence, snapshot.Delivered, snapshot.Epoch);
        _tail.Reset(Sequence - snapshot.Tail.Count);
        foreach (var happened in snapshot.Tail)
        {
            _tail.Add(happened, Dispensable);
        }

        _operations.Clear();
        foreach (var operation in snapshot.Operations)
        {
            _operations.Add(operation);
        }
    }

    private void Settle()
    {
        _written = (State, Sequence, Delivered);
        (Committed, CommittedSequence) = (State, Sequence);
        _tail.Trim(Dispensable);
    }

    private void Write<T>(JournalStreamWriter writer, byte kind, T value)
    {
        using var entry = writer.BeginEntry();
        entry.Writer.GetSpan(1)[0] = (byte)(kind | (TState.Writes << KindBits));
        entry.Writer.Advance(1);
        _serializer.Serialize(value, entry.Writer);
        entry.Commit();
    }
}
