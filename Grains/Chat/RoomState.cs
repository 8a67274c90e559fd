using System.Collections.Immutable;

namespace LmsActors.Chat;

/// <summary>What a room remembers: itself, and the messages that are not sealed into segments yet.</summary>
[GenerateSerializer, Immutable, Alias("room-state")]
internal sealed record RoomState : IState<RoomState, RoomEvent>
{
    [Id(0)]
    public RoomCreated? Created { get; init; }

    [Id(1)]
    public DateTimeOffset CreatedAt { get; init; }

    [Id(2)]
    public string Name { get; init; } = "";

    [Id(3)]
    public int SlowModeSeconds { get; init; }

    /// <summary>The number of the newest message.</summary>
    [Id(4)]
    public long MessageCount { get; init; }

    /// <summary>The number of the newest message that is in a segment only.</summary>
    [Id(5)]
    public long SealedThrough { get; init; }

    /// <summary>The messages after <see cref="SealedThrough"/>, in order.</summary>
    [Id(6)]
    public ImmutableList<StoredMessage> Hot { get; init; } = [];

    /// <summary>When each learner posted last, kept while slow mode is on.</summary>
    [Id(7)]
    public ImmutableDictionary<string, DateTimeOffset> LastPosts { get; init; } = ImmutableDictionary<string, DateTimeOffset>.Empty;

    /// <summary>The message, if it is not sealed.</summary>
    public StoredMessage? Find(long sequence) =>
        sequence > SealedThrough && sequence <= MessageCount ? Hot[(int)(sequence - SealedThrough - 1)] : null;

    public bool HasParticipant(string learnerId) => Created?.Participants?.Any(person => person.Id == learnerId) == true;

    public RoomState Apply(Happened<RoomEvent> happened) => happened.Event switch
    {
        MessagePosted e => Add(e, happened.At),
        MessageChanged e when Find(e.Sequence) is { } message => Replace(StoredMessages.Change(message, e, happened.At)),
        MessagesSealed e => Seal(e.Through),
        ParticipantErased e => this with
        {
            Name = e.Name,
            Created = Created is null ? null : Created with { Name = e.Name, Participants = e.Participants },
            LastPosts = LastPosts.Remove(e.LearnerId),
        },
        RoomCreated e => this with { Created = e, Name = e.Name, CreatedAt = e.CreatedAt ?? happened.At },
        RoomConfigured e => this with
        {
            Name = e.Name,
            SlowModeSeconds = e.SlowModeSeconds,
            LastPosts = e.SlowModeSeconds == 0 ? LastPosts.Clear() : LastPosts,
        },
        _ => this,
    };

    public Room ToView(string id, bool canPost, Viewer? viewer = null)
    {
        var (name, people) = (Name, Created?.Participants);
        if (people is not null && viewer is { Hidden.IsEmpty: false })
        {
            var seen = people.Where(person => viewer.Sees(person.Id)).ToList();
            (name, people) = (name == Rooms.Title(people) ? Rooms.Title(seen) : name, seen);
        }

        return new(id, name, Created?.GroupId, MessageCount, SlowModeSeconds, people, canPost, CreatedAt);
    }

    /// <summary>How many messages after this number are by others whom the viewer sees; who wrote those in segments is not at hand.</summary>
    public long UnreadAfter(long number, Viewer viewer) => Math.Max(0, SealedThrough - number)
        + Hot.Skip((int)Math.Max(0, number - SealedThrough))
            .Count(message => message.DeletedAt is null && message.Author.Id != viewer.LearnerId && viewer.Sees(message.Author.Id));

    private RoomState Add(MessagePosted posted, DateTimeOffset at) => this with
    {
        MessageCount = posted.Sequence,
        Hot = Hot.Add(StoredMessages.From(posted, at)),
        LastPosts = SlowModeSeconds == 0 ? LastPosts : Recent(at).SetItem(posted.Author.Id, at),
    };

    /// <summary>Forgets, from time to time, those who may post again anyway.</summary>
    private ImmutableDictionary<string, DateTimeOffset> Recent(DateTimeOffset now) => LastPosts.Count < 2048
        ? LastPosts
        : LastPosts.RemoveRange(LastPosts.Where(pair => pair.Value.AddSeconds(SlowModeSeconds) <= now).Select(pair => pair.Key));

    private RoomState Replace(StoredMessage message) =>
        this with { Hot = Hot.SetItem((int)(message.Sequence - SealedThrough - 1), message) };

    private RoomState Seal(long through) =>
        this with { Hot = Hot.RemoveRange(0, (int)(through - SealedThrough)), SealedThrough = through };
}
