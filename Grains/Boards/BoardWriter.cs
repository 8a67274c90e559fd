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

/// <summary>Values of boards as people read them.</summary>
internal static class Values
{
    /// <summary>The value in units of the metric.</summary>
    public static decimal Of(BoardName board, long value) => new(
        (int)(Math.Abs(value) & 0xFFFFFFFF), (int)(Math.Abs(value) >> 32), 0, value < 0, (byte)BoardMetrics.Decimals(board.Metric));
}
