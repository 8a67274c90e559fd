using static LmsActors.Live.LiveBatches;

namespace LmsActors.Live;

/// <summary>What waits is put together, as far as it fits the buffer of a connection.</summary>
public sealed class LiveFramesTests
{
    [Fact]
    public void Merge_OfManyBatches_FillsFramesUpToTheBufferOfAConnection()
    {
        var merged = LiveFrames.Merge([Batch(0, 1, size: 60_000), Batch(1, 3, size: 20_000), Batch(3, 4, size: 10_000), Batch(4, 5, size: 1)]).ToList();

        Assert.Equal([(0L, 1L), (1, 3), (3, 5)], merged.Select(batch => (batch.After, batch.Through)));
        Assert.Equal([1L, 2, 3, 4, 5], merged.SelectMany(batch => batch.Events).Select(item => item.Sequence));
    }

    [Fact]
    public void Merge_OfOneBatchThatIsTooLarge_CutsIt()
    {
        var merged = LiveFrames.Merge([Batch(0, 5, size: 20_000) with { Through = 9 }]).ToList();

        Assert.Equal([(0L, 2L), (2, 4), (4, 9)], merged.Select(batch => (batch.After, batch.Through)));
        Assert.Equal([1L, 2, 3, 4, 5], merged.SelectMany(batch => batch.Events).Select(item => item.Sequence));
    }

    [Fact]
    public void Merge_OfABatchWithoutEvents_KeepsItsPlace()
    {
        var merged = LiveFrames.Merge([new(1, 3, 7, [])]).ToList();

        Assert.Equal([(3L, 7L)], merged.Select(batch => (batch.After, batch.Through)));
    }
}
