namespace LmsActors.Boards;

/// <summary>
/// Ranks the learners of a scope by a metric, exactly, whatever their number. Key: <see cref="BoardName.ActorId"/>. It is the stream
/// <c>board/{id}</c>: whoever follows it gets the top again, within a second, whenever it changes.
/// </summary>
[Alias("board")]
public interface IBoardGrain : ILiveActor
{
    /// <summary>The first <paramref name="count"/> places, at most <see cref="BoardLimits.Top"/>, after the first <paramref name="skip"/>.</summary>
    [Alias("top")]
    Task<Result<BoardPage>> TopAsync(Viewer viewer, int skip, int count);

    /// <summary>A learner's place, and up to <paramref name="span"/> places above and below it; not found for who is not on the board.</summary>
    [Alias("around")]
    Task<Result<BoardPage>> AroundAsync(Viewer viewer, string learnerId, int span);

    /// <summary>A learner's place in figures; null for who is not on the board, or not for the viewer to see.</summary>
    [Alias("place")]
    Task<BoardPlace?> PlaceAsync(Viewer viewer, string learnerId);

    /// <summary>The places of these learners, as far as they are on the board under their names.</summary>
    [Alias("among")]
    Task<Result<BoardPage>> AmongAsync(Viewer viewer, IReadOnlyList<string> learnerIds);

    /// <summary>
    /// The whole board as it is at one moment, in stretches: first with no version, then with the one that was answered, after as many as there
    /// are already. A moment is held for <see cref="BoardLimits.Held"/> after each call; then it is refused, and the reader starts anew.
    /// </summary>
    [Alias("list")]
    Task<Result<BoardStretch>> ListAsync(Viewer viewer, long? version, int skip);
}

/// <summary>
/// What a learner has gathered for boards, from all that happened to it, and how it wants to appear on them. Key: the learner's id.
/// </summary>
[Alias("board-gains")]
public interface IStandingGrain : IGrainWithStringKey
{
    /// <summary>The boards of now that the learner has something for, whether or not it is shown there.</summary>
    [Alias("own")]
    Task<IReadOnlyList<OwnStanding>> OwnAsync();

    [Alias("visibility")]
    Task<BoardVisibility> VisibilityAsync();

    /// <summary>Changes how the learner appears; boards follow within a second.</summary>
    [Alias("appear")]
    Task<Result> AppearAsync(Operation operation, BoardVisibility visibility);
}
