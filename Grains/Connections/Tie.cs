namespace LmsActors.Connections;

/// <summary>
/// Two learners' wills about one matter, as one of them knows both. A will is a stamp that only grows: <c>2g + 1</c> is a yes and
/// <c>2g</c> a no in generation g. Each side writes its own stamp and hears the other's; hearing takes the larger. So stamps may arrive
/// twice, late or out of order, and still both sides end with the same two numbers (a state-based CRDT: Shapiro et al., 2011, section 2).
/// </summary>
/// <param name="Mine">This learner's stamp.</param>
/// <param name="Theirs">The other's, as far as heard.</param>
/// <param name="Ordinal">Orders a learner's lists: larger is newer.</param>
[GenerateSerializer, Immutable, Alias("tie")]
internal readonly record struct Tie([property: Id(0)] long Mine, [property: Id(1)] long Theirs, [property: Id(2)] long Ordinal)
{
    /// <summary>
    /// Friendship needs both wills in one generation. A "no" opens the next generation, in which older yeses no longer count: so whoever
    /// declines, cancels or ends it clears the other's will as well, also when that one is just on its way.
    /// </summary>
    private long Generation => Math.Max(Mine, Theirs) >> 1;

    public bool IWant => Mine == (Generation << 1) + 1;

    public bool TheyWant => Theirs == (Generation << 1) + 1;

    public bool IsFriendship => IWant && TheyWant;

    public bool IsNothing => !IWant && !TheyWant;

    /// <summary>The stamp by which this learner says yes.</summary>
    public long Yes => (Generation << 1) + 1;

    /// <summary>The stamp by which this learner says no, for both.</summary>
    public long No => (Generation + 1) << 1;

    /// <summary>For a block, which is one learner's will alone: whether either has said yes last.</summary>
    public bool IsBlocked => IsYes(Mine) || IsYes(Theirs);

    public static bool IsYes(long stamp) => (stamp & 1) == 1;
}
