namespace LmsActors.Boards;

/// <summary>Values of boards as people read them.</summary>
internal static class Values
{
    /// <summary>The value in units of the metric.</summary>
    public static decimal Of(BoardName board, long value) => new(
        (int)(Math.Abs(value) & 0xFFFFFFFF), (int)(Math.Abs(value) >> 32), 0, value < 0, (byte)BoardMetrics.Decimals(board.Metric));
}
