namespace LmsActors.Chat;

/// <summary>A silo's way to post: what many post into a room at the same time travels, and is written, together.</summary>
public interface IRoomPoster
{
    /// <summary>Posts into the room with this key; the message is durable when it returns.</summary>
    /// <exception cref="Exception">Storage failed: the message may or may not stand, and the same operation again tells.</exception>
    Task<Result<Message>> PostAsync(string room, PostMessage command);
}
