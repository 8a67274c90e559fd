namespace LmsActors.Kernel;

/// <summary>
/// What a rule decided: events to append, or a refusal. No events and no refusal means that all is already as asked.
/// </summary>
/// <typeparam name="TEvent">The slice's event.</typeparam>
internal readonly struct Decision<TEvent>
{
    private Decision(TEvent[] events, long subject, Refusal? refusal)
    {
        Events = events;
        Subject = subject;
        Refusal = refusal;
    }

    public TEvent[] Events { get; }

    /// <summary>A number by which the answer can be found again when the command is repeated (a message's number, say).</summary>
    public long Subject { get; }

    public Refusal? Refusal { get; }

    public static Decision<TEvent> Nothing => new([], 0, null);

    public static implicit operator Decision<TEvent>(TEvent single) => new([single], 0, null);

    public static implicit operator Decision<TEvent>(Refusal refusal) => new([], 0, refusal);

    public static Decision<TEvent> Of(params TEvent[] events) => new(events, 0, null);

    public static Decision<TEvent> Of(IEnumerable<TEvent> events) => new([.. events], 0, null);

    public static Decision<TEvent> About(long subject, params TEvent[] events) => new(events, subject, null);
}

/// <summary>
/// What an actor remembers. Immutable: <see cref="Apply"/> gives the next state and leaves this one as it was, so that the
/// state under decision and the state that is on disk can both be held at no cost.
/// </summary>
/// <typeparam name="TSelf">The state itself.</typeparam>
/// <typeparam name="TEvent">What can have happened to it.</typeparam>
internal interface IState<TSelf, TEvent>
    where TSelf : class, IState<TSelf, TEvent>
{
    /// <summary>
    /// The newest schema of entries that this version reads, 0 to 63: one more for each release that adds an event, or a member to an
    /// event or to the state. A log with entries of a newer one does not load: what is not understood would be lost with the next snapshot.
    /// </summary>
    static virtual int Reads => 0;

    /// <summary>
    /// The schema of the entries that this version writes. It follows <see cref="Reads"/> a release later, as silos of the release before
    /// must be able to take the actor over (docs/upgrades.md).
    /// </summary>
    static virtual int Writes => 0;

    /// <summary>The state after <paramref name="happened"/>. Pure; must accept every event ever stored.</summary>
    TSelf Apply(Happened<TEvent> happened);
}

/// <summary>An event in its place: its number in the log, and when it was decided.</summary>
[GenerateSerializer, Immutable, Alias("happened`1")]
internal readonly record struct Happened<TEvent>(
    [property: Id(0)] long Sequence,
    [property: Id(1)] DateTimeOffset At,
    [property: Id(2)] TEvent Event);
