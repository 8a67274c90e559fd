using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;

namespace LmsActors.Chat;

/// <summary>A lane for each room that is posted into at the moment.</summary>
internal sealed class RoomPoster(IGrainFactory grains) : IRoomPoster
{
    private const int MostTogether = 256;

    private readonly ConcurrentDictionary<string, Lane<PostMessage, IReadOnlyList<Result<Message>>>> _lanes = new();

    public async Task<Result<Message>> PostAsync(string room, PostMessage command)
    {
        var lane = _lanes.GetOrAdd(room, static (room, grains) => new(commands => PostAsync(grains.Actor<IRoomGrain>(room), commands), MostTogether), grains);
        var sent = lane.Send(command);
        try
        {
            return (await sent.Answer)[sent.Index];
        }
        finally
        {
            // Whoever holds on to a lane that was let go of still sends by it.
            if (lane.IsIdle)
            {
                _lanes.TryRemove(new(room, lane));
            }
        }
    }

    /// <summary>One that cannot be known again keeps all that go with it from being posted twice.</summary>
    private static Task<IReadOnlyList<Result<Message>>> PostAsync(IRoomGrain room, IReadOnlyList<PostMessage> commands)
    {
        AtMostOnce.IsWanted = commands.Any(command => command.Operation.IsNone);
        return room.PostAsync(commands);
    }
}

/// <summary>Registers the silo's way to post.</summary>
internal static class ChatHosting
{
    public static ISiloBuilder AddChat(this ISiloBuilder silo)
    {
        silo.Services.AddSingleton<IRoomPoster, RoomPoster>();
        return silo;
    }
}
