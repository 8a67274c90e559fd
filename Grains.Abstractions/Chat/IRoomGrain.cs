namespace LmsActors.Chat;

/// <summary>
/// A room: the ordered conversation of a group, of two learners, or of a few. It keeps the newest messages; older ones are sealed
/// into segments. Its log is the live stream <c>room/{id}</c>.
/// </summary>
[Alias("room")]
public interface IRoomGrain : ILiveActor
{
    /// <summary>Brings the room into being; the same call again changes nothing.</summary>
    [Alias("create")]
    Task<Result<Room>> CreateAsync(CreateRoom command);

    /// <summary>The room as the viewer may see it.</summary>
    [Alias("read")]
    Task<Result<Room>> ReadAsync(Viewer viewer);

    /// <summary>The room, and how many messages of others that the viewer may see come after number <paramref name="readThrough"/>.</summary>
    [Alias("glance")]
    Task<Result<RoomGlance>> GlanceAsync(Viewer viewer, long readThrough);

    /// <summary>Changes what moderators may change.</summary>
    [Alias("configure")]
    Task<Result<Room>> ConfigureAsync(ConfigureRoom command);

    /// <summary>The room's group has another name, and the room takes it over.</summary>
    [Alias("rename")]
    Task<Result> RenameAsync(Operation operation, string name);

    /// <summary>Appends messages of many, each by its own right; a message gets the next number of the room. One answer for each, in order.</summary>
    [Alias("post")]
    Task<IReadOnlyList<Result<Message>>> PostAsync(IReadOnlyList<PostMessage> commands);

    /// <summary>Replaces a message's text; its author only.</summary>
    [Alias("edit")]
    Task<Result<Message>> EditAsync(EditMessage command);

    /// <summary>Takes a message's text away for good; its author or a moderator. The number stays taken.</summary>
    [Alias("delete")]
    Task<Result> DeleteAsync(DeleteMessage command);

    /// <summary>Sets or takes back one reaction of the viewer.</summary>
    [Alias("react")]
    Task<Result<Message>> ReactAsync(ReactToMessage command);

    /// <summary>Messages with numbers below <paramref name="before"/> (0: from the newest), newest first; the cursor is the last one's number.</summary>
    [Alias("page")]
    Task<Result<Page<Message>>> PageAsync(Viewer viewer, long before, int limit);

    /// <summary>One message.</summary>
    [Alias("message")]
    Task<Result<Message>> MessageAsync(Viewer viewer, long sequence);

    /// <summary>Tells watchers that the viewer is typing. A tick: lossy, gone after five seconds.</summary>
    [Alias("typing")]
    Task<Result> TypingAsync(Viewer viewer);

    /// <summary>An API silo tells how many learners watch the room through it, and names at most fifty of them.</summary>
    [Alias("presence")]
    Task PresenceAsync(ILiveObserver silo, int count, IReadOnlyList<Person> sample);

    /// <summary>The rights of these learners in the room's group may have changed; none named means of all.</summary>
    [Alias("membership-changed")]
    Task MembershipChangedAsync(IReadOnlyList<string> learnerIds);

    /// <summary>A segment asks for what has to happen to its messages, as they are, so that they do not speak of an erased learner.</summary>
    [Alias("erase-sealed")]
    Task EraseSealedAsync(ErasedLearner learner, IReadOnlyList<StoredMessage> messages);

    /// <summary>Appends messages of an archive with the times of the originals; the operation makes a repetition harmless.</summary>
    [Alias("import"), ResponseTimeout(ResponseTimes.Bulk)]
    Task<Result<long>> ImportAsync(Operation operation, IReadOnlyList<ImportedMessage> messages);
}

/// <summary>A sealed thousand of a room's messages (numbers <c>n × 1000 + 1</c> to <c>(n + 1) × 1000</c>). Key: <c>{room}:{n}</c>.</summary>
[Alias("room-segment")]
public interface IRoomSegmentGrain : IGrainWithStringKey
{
    /// <summary>Stores the messages as they were at event <paramref name="asOf"/> of the room; the same call again changes nothing.</summary>
    [Alias("seal")]
    Task SealAsync(long asOf, IReadOnlyList<StoredMessage> messages);

    /// <summary>Applies later changes to sealed messages, each once by its number in the room's log.</summary>
    [Alias("change")]
    Task ChangeAsync(IReadOnlyList<SealedChange> changes);

    /// <summary>Messages with numbers from <paramref name="first"/> to <paramref name="last"/>, oldest first.</summary>
    [Alias("messages")]
    Task<IReadOnlyList<StoredMessage>> MessagesAsync(long first, long last);
}

/// <summary>Which messages of an archive a room has already; one actor per room and month. Key: <c>{room}:{yyyyMM}</c>.</summary>
[Alias("room-archive")]
public interface IRoomArchiveGrain : IGrainWithStringKey
{
    /// <summary>Appends to the room those messages that it does not have yet; answers how many those were.</summary>
    [Alias("import"), ResponseTimeout(ResponseTimes.Bulk)]
    Task<Result<long>> ImportAsync(IReadOnlyList<ImportedMessage> messages);
}

/// <summary>A learner's place in each room: what was read, and which conversations the learner is in.</summary>
[Alias("reading")]
public interface IReadingGrain : IGrainWithStringKey
{
    /// <summary>The learner has read through this message; never goes back.</summary>
    [Alias("mark-read")]
    Task<Result> MarkReadAsync(string roomId, long sequence);

    /// <summary>The learner takes part in a conversation; the same call again changes nothing.</summary>
    [Alias("join")]
    Task JoinAsync(string roomId);

    /// <summary>All read markers and conversations.</summary>
    [Alias("all")]
    Task<ReadMarkers> AllAsync();
}

/// <summary>Keys of the slice's actors.</summary>
public static class Rooms
{
    /// <summary>How many messages a segment holds.</summary>
    public const int SegmentSize = 1000;

    /// <summary>The room of two learners: the same, whoever begins.</summary>
    public static string OfPair(string tenant, string one, string other) =>
        string.CompareOrdinal(one, other) < 0 ? Ids.Derive("room", "pair", tenant, one, other) : Ids.Derive("room", "pair", tenant, other, one);

    /// <summary>What a conversation is called that was given no name: its first four participants.</summary>
    public static string Title(IEnumerable<Person> participants) => string.Join(", ", participants.Take(4).Select(person => person.Name));

    /// <summary>The id of the segment that holds message <paramref name="sequence"/>.</summary>
    public static string Segment(string roomId, long sequence) => $"{roomId}:{(sequence - 1) / SegmentSize}";

    /// <summary>The id of a message.</summary>
    public static string MessageId(string roomId, long sequence) => $"{roomId}.{sequence}";

    /// <summary>The number in a message's id; null when it is no id of a message of this room.</summary>
    public static long? SequenceOf(string roomId, string messageId) =>
        messageId.Length > roomId.Length + 1
        && messageId.StartsWith(roomId, StringComparison.Ordinal)
        && messageId[roomId.Length] == '.'
        && long.TryParse(messageId.AsSpan(roomId.Length + 1), out var sequence)
        && sequence > 0
            ? sequence
            : null;
}
