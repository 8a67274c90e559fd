using System.Collections.Concurrent;

namespace LmsActors.Boards;

/// <summary>
/// Two lanes to each board: what many learners on this silo tell it goes together, and while the board writes what came on one, it decides upon
/// what comes on the other.
/// </summary>
internal sealed class BoardWriter(IGrainFactory grains)
{
    private readonly ConcurrentDictionary<ActorKey, Lane<Stood, bool>[]> _boards = new();

    public Task PutAsync(ActorKey board, Stood stood)
    {
        var lanes = _boards.GetOrAdd(board, key => [Lane(key), Lane(key)]);
        return lanes[(int)(stood.Member.Low % (ulong)lanes.Length)].SendAsync(stood);
    }

    private Lane<Stood, bool> Lane(ActorKey board) => new(async standings =>
    {
        await grains.Actor<IBoardKeeper>(board).TakeAsync(standings);
        return true;
    });
}
