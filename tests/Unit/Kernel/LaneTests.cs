namespace LmsActors.Kernel;

/// <summary>What arrives while calls are under way goes with the next, in order, and each sender gets the answer to its own call.</summary>
public sealed class LaneTests
{
    private readonly List<int[]> _calls = [];
    private readonly Queue<TaskCompletionSource> _gates = new();
    private readonly SemaphoreSlim _begun = new(0);

    [Fact]
    public async Task Send_WhileACallIsUnderWay_GoesTogetherWithTheNext()
    {
        var lane = new Lane<int, int>(CallAsync);
        var first = lane.Send(1);
        await _begun.WaitAsync();
        var later = Enumerable.Range(2, 4).Select(lane.Send).ToList();

        Release();
        await _begun.WaitAsync();
        Release();

        Assert.Equal(1, await first.Answer);
        Assert.All(later, sent => Assert.Same(later[0].Answer, sent.Answer));
        Assert.Equal([0, 1, 2, 3], later.Select(sent => sent.Index));
        Assert.Equal(14, await later[0].Answer);
        Assert.Equal([[1], [2, 3, 4, 5]], _calls);
    }

    [Fact]
    public async Task Send_MoreThanGoTogether_IsCut()
    {
        var lane = new Lane<int, int>(CallAsync, mostTogether: 2);
        var sent = Enumerable.Range(0, 6).Select(lane.SendAsync).ToList();
        for (var call = 0; call < 4; call++)
        {
            await _begun.WaitAsync();
            Release();
        }

        await Task.WhenAll(sent);
        Assert.Equal([[0], [1, 2], [3, 4], [5]], _calls);
    }

    [Fact]
    public async Task Send_WhenACallFails_FailsThoseInItAndNobodyElse()
    {
        var lane = new Lane<int, int>(async items => items.Contains(13) ? throw new InvalidOperationException("unlucky") : await CallAsync(items));
        var first = lane.SendAsync(1);
        await _begun.WaitAsync();
        var (unlucky, beside) = (lane.SendAsync(13), lane.SendAsync(14));
        Release();
        await first;
        await Assert.ThrowsAsync<InvalidOperationException>(() => unlucky);
        await Assert.ThrowsAsync<InvalidOperationException>(() => beside);

        var next = lane.SendAsync(2);
        await _begun.WaitAsync();
        Release();
        Assert.Equal(2, await next);
    }

    private async Task<int> CallAsync(IReadOnlyList<int> items)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gates)
        {
            _calls.Add([.. items]);
            _gates.Enqueue(gate);
        }

        _begun.Release();
        await gate.Task;
        return items.Sum();
    }

    private void Release()
    {
        lock (_gates)
        {
            _gates.Dequeue().SetResult();
        }
    }
}
