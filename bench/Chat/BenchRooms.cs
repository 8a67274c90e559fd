using LmsActors.Chat;

namespace LmsActors.Bench;

/// <summary>Rooms of two people, and what they say.</summary>
internal static class BenchRooms
{
    private const string Text = "Does anyone know whether the deadline of the second assignment was moved to Friday?";
    private static readonly Person[] People = [new("ann", "Ann Example"), new("ben", "Ben Example")];

    /// <summary>Answers the actor's key.</summary>
    public static async Task<string> CreateAsync(BenchSilo silo, string id)
    {
        await silo.Grain<IRoomGrain>(id).CreateAsync(new("Room " + id, Participants: People));
        return new ActorKey(BenchSilo.Tenant, id).ToString();
    }

    public static async Task PostAsync(BenchSilo silo, string room)
    {
        var posted = await silo.Rooms.PostAsync(room, new(BenchSilo.Viewer("ann"), Fresh.Operation(), Text, $"<p>{Text}</p>", null, []));
        if (posted.Refusal is { } refusal)
        {
            throw new InvalidOperationException(refusal.Code);
        }
    }
}

/// <summary>Operations as clients make them: each with an id of its own.</summary>
internal static class Fresh
{
    private static long _last;

    public static Operation Operation()
    {
        Span<byte> id = stackalloc byte[16];
        BitConverter.TryWriteBytes(id, Interlocked.Increment(ref _last));
        id[15] = 1;
        return new(new Guid(id), 1);
    }
}
