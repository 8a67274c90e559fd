namespace LmsActors.Kernel;

public sealed class TailTests
{
    [Theory]
    [InlineData(0, 10, 0)]
    [InlineData(4, 6, 4)]
    [InlineData(10, 0, 10)]
    [InlineData(99, 0, 10)]
    public void Cut_Anywhere_LetsGoOfWhatLiesBefore_WhateverTheWindow(long through, int left, long before)
    {
        var tail = new Tail<string> { Keep = 512 };
        for (var n = 1; n <= 10; n++)
        {
            tail.Add(new(n, default, $"event {n}"), delivered: n);
        }

        tail.Cut(through);

        Assert.Equal((left, before), (tail.Count, tail.Before));
        Assert.Equal(left, tail.Range(0, 10).Count);
        tail.Add(new(11, default, "event 11"), delivered: 11);
        Assert.Equal(11, tail.Last);
    }
}
