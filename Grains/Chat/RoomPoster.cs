using System.Collections.Concurrent;
using Microsoft.Extensions.DependencyInjection;

namespace LmsActors.Chat;

/// <summary>A lane for each room that is posted into at the moment.</summary>
internal sealed class RoomPoster(IGrainFactory grains) : IRoomPoster
{
    private const int MostTogether = 256;

    /// <summary>While one call waits for the disk, the next is decided.</summary>
    private const int Width = 2;

    private readonly ConcurrentDictionary<string, Lane<PostMessage, IReadOnlyList<Result<Message>>>> _lanes = new();

    public async Task<Result<Message>> PostAsync(string room, PostMessage command)
    {
        var lane = _lanes.GetOrAdd(room, static (room, grains) => new(grains.Actor<IRoomGrain>(room).PostAsync, MostTogether, Width), grains);
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
