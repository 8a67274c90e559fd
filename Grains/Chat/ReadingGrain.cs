using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LmsActors.Chat;

[GenerateSerializer, Alias("reading-event")]
internal abstract record ReadingEvent([property: Id(0)] string RoomId);

[GenerateSerializer, Immutable, Alias("messages-read")]
internal sealed record MessagesRead(string RoomId, [property: Id(0)] long Through) : ReadingEvent(RoomId);

[GenerateSerializer, Immutable, Alias("conversation-joined")]
internal sealed record ConversationJoined(string RoomId) : ReadingEvent(RoomId);

/// <summary>How far a learner has read in each room.</summary>
[GenerateSerializer, Immutable, Alias("reading-state")]
internal sealed record ReadingState : IState<ReadingState, ReadingEvent>
{
    /// <summary>How many rooms a learner can have read markers in.</summary>
    public const int MaxRooms = 10_000;

    [Id(0)]
    public ImmutableDictionary<string, long> Read { get; init; } = ImmutableDictionary<string, long>.Empty;

    [Id(1)]
    public ImmutableHashSet<string> Conversations { get; init; } = [];

    public ReadingState Apply(Happened<ReadingEvent> happened) => happened.Event switch
    {
        MessagesRead e => this with { Read = Read.SetItem(e.RoomId, e.Through) },
        ConversationJoined e => this with { Conversations = Conversations.Add(e.RoomId) },
        _ => this,
    };
}

[GrainType("reading"), Reentrant]
internal sealed class ReadingGrain(Log<ReadingState, ReadingEvent> log, ILogger<ReadingGrain> logger)
    : LogGrain<ReadingState, ReadingEvent>(log, logger), IReadingGrain
{
    private static readonly Refusal TooManyRooms =
        Refusal.Conflict("reading.too-many-rooms", $"Read markers are kept for at most {ReadingState.MaxRooms} rooms.");

    public Task<Result> MarkReadAsync(string roomId, long sequence) => CommitAsync(
        Operation.None,
        (state, _) => state.Read.GetValueOrDefault(roomId) >= sequence ? Decision<ReadingEvent>.Nothing
            : state.Read.Count >= ReadingState.MaxRooms && !state.Read.ContainsKey(roomId) ? TooManyRooms
            : new MessagesRead(roomId, sequence));

    public Task JoinAsync(string roomId) => CommitAsync(
        Operation.None,
        (state, _) => state.Conversations.Contains(roomId) ? Decision<ReadingEvent>.Nothing : new ConversationJoined(roomId));

    public Task<ReadMarkers> AllAsync() => Task.FromResult(new ReadMarkers(Log.Committed.Read, Log.Committed.Conversations));
}
