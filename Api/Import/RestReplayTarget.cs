using LmsActors.Chat;

namespace LmsActors.Import;

/// <summary>Plays on a running server, as any client would.</summary>
internal sealed class RestReplayTarget(ServerClient server) : RestImportTarget(server), IReplayTarget
{
    private readonly ServerClient _server = server;

    public async Task<bool> PostAsync(ReplayMessage message, CancellationToken cancellation) =>
        await _server.TryPostAsync($"api/v1/rooms/{message.RoomId}/messages", new PostMessageRequest(message.Text), message.LearnerId, message.Key, cancellation);
}
