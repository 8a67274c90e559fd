using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace LmsActors.Chat;

/// <summary>The room has these messages of an archive.</summary>
[GenerateSerializer, Immutable, Alias("messages-archived")]
internal sealed record MessagesArchived([property: Id(0)] IReadOnlyList<string> ExternalIds);

[GenerateSerializer, Immutable, Alias("room-archive-state")]
internal sealed record RoomArchiveState : IState<RoomArchiveState, MessagesArchived>
{
    [Id(0)]
    public ImmutableHashSet<string> ExternalIds { get; init; } = [];

    public RoomArchiveState Apply(Happened<MessagesArchived> happened) =>
        this with { ExternalIds = ExternalIds.Union(happened.Event.ExternalIds) };
}

/// <summary>
/// First the room appends what is new, under an operation id made from the messages, then this actor remembers them. If it fails
/// between the two, the same chunk comes again with the same operation id, and the room answers without appending twice.
/// </summary>
[GrainType("room-archive"), Reentrant]
internal sealed class RoomArchiveGrain(Log<RoomArchiveState, MessagesArchived> log, ILogger<RoomArchiveGrain> logger)
    : LogGrain<RoomArchiveState, MessagesArchived>(log, logger), IRoomArchiveGrain
{
    public async Task<Result<long>> ImportAsync(IReadOnlyList<ImportedMessage> messages)
    {
        var unknown = messages
            .Where(message => !Log.Committed.ExternalIds.Contains(message.ExternalId))
            .DistinctBy(message => message.ExternalId)
            .ToList();
        if (unknown.Count == 0)
        {
            return 0L;
        }

        var ids = unknown.ConvertAll(message => message.ExternalId);
        var roomKey = this.GetPrimaryKeyString()[..this.GetPrimaryKeyString().LastIndexOf(':')];
        var operation = new Operation(Ids.DeriveGuid([roomKey, .. ids]), 0);
        var appended = await GrainFactory.Actor<IRoomGrain>(roomKey).ImportAsync(operation, unknown);
        if (appended.IsOk)
        {
            await CommitAsync(Operation.None, (_, _) => new MessagesArchived(ids));
        }

        return appended;
    }
}
