using static LmsActors.Live.LiveBatches;

namespace LmsActors.Live;

/// <summary>Batches come out in order and once, however they come in; and a client that has read up to a place gets all after it.</summary>
public sealed class LiveTailTests
{
    private readonly LiveTail _tail = new();

    public LiveTailTests() => _tail.JumpTo(new(1, 10));

    [Fact]
    public void Take_OfWhatFollows_GivesIt() => Assert.Equal([11L, 12], Numbers(_tail.Take(Batch(10, 12))));

    [Fact]
    public void Take_OutOfOrder_WaitsAndThenGivesAll()
    {
        var late = Batch(11, 12);

        Assert.Empty(_tail.Take(late)!);
        Assert.True(_tail.IsEarly(late));
        Assert.Equal([11L, 12], Numbers(_tail.Take(Batch(10, 11))));
        Assert.False(_tail.IsEarly(late));
        Assert.Equal(new StreamPosition(1, 12), _tail.Position);
    }

    [Fact]
    public void Take_OfWhatIsKnownInPart_GivesTheRest()
    {
        _tail.Take(Batch(10, 13));

        var taken = _tail.Take(Batch(11, 15))!;

        Assert.Equal([14L, 15], Numbers(taken));
        Assert.Equal(13, taken[0].After);
        Assert.Empty(_tail.Take(Batch(11, 15))!);
        Assert.Equal([12L, 13, 14, 15], _tail.Since(new(1, 11))!.Select(item => item.Sequence));
    }

    [Fact]
    public void Take_OfAnotherEpoch_IsAGap() => Assert.Null(_tail.Take(Batch(10, 11) with { Epoch = 2 }));

    [Fact]
    public void Since_APlaceThatIsNotKept_IsUnknown()
    {
        for (var i = 10; i < 100; i++)
        {
            _tail.Take(Batch(i, i + 1));
        }

        Assert.Null(_tail.Since(new(1, 11)));
        Assert.Null(_tail.Since(new(2, 99)));
        Assert.Equal([99L, 100], _tail.Since(new(1, 98))!.Select(item => item.Sequence));
        Assert.Empty(_tail.Since(new(1, 120))!);
    }

    [Fact]
    public void JumpTo_SaysWhetherSomethingWasMissed()
    {
        Assert.False(_tail.JumpTo(new(1, 10)));
        Assert.False(_tail.JumpTo(new(1, 4)));
        Assert.True(_tail.IsBehind(new(1, 11)));
        Assert.True(_tail.JumpTo(new(1, 11)));
        Assert.True(_tail.JumpTo(new(2, 3)));
        Assert.Equal(new StreamPosition(2, 3), _tail.Position);
        Assert.False(new LiveTail().JumpTo(new(1, 5)));
    }

    private static IEnumerable<long> Numbers(IReadOnlyList<LiveBatch>? batches) => batches!.SelectMany(batch => batch.Events).Select(item => item.Sequence);
}
