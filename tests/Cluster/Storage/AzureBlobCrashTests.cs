namespace LmsActors.Storage;

/// <summary>Whoever writes is killed before, or right after, each request that a write takes: none that follows reaches the server.</summary>
[Collection(nameof(AzuriteServer))]
public sealed class AzureBlobCrashTests(AzuriteServer server)
{
    private const int MostRequests = 8;

    [Theory]
    [InlineData("append", "old new")]
    [InlineData("replace", "new")]
    [InlineData("delete", "")]
    public async Task Write_KilledAtAnyRequest_LeavesTheOldOrTheNew(string write, string written)
    {
        // Each waits for as long as the storage is patient; together they wait no longer.
        var felt = await Task.WhenAll(Enumerable.Range(0, MostRequests).SelectMany(request => new[] { false, true }
            .Select(isLastDone => KillAsync(write, written, request, isLastDone))));

        Assert.Contains(true, felt);
        Assert.False(felt[^1], "A write takes more requests than were tried.");
    }

    /// <summary>Answers whether it came to that.</summary>
    private async Task<bool> KillAsync(string write, string written, int request, bool isLastDone)
    {
        using var fixture = new AzureBlobFixture(server);
        var provider = await fixture.OpenAsync();
        var owner = await provider.OwnAsync("room/1");
        await owner.ReplaceAsync("ol");
        await owner.AppendAsync("d ");
        var asked = -1;
        fixture.Network.FateOf = _ => Interlocked.Increment(ref asked) is var number && number < request ? Fate.Answered
            : number == request && isLastDone ? Fate.AnswerLost
            : Fate.Lost;

        var failure = await Record.ExceptionAsync(() => write switch
        {
            "append" => owner.AppendAsync("new"),
            "replace" => owner.ReplaceAsync("new"),
            _ => owner.DeleteAsync(),
        });
        var isFelt = Volatile.Read(ref asked) >= request;

        fixture.Close();
        fixture.Network.FateOf = _ => Fate.Answered;
        var next = await fixture.OpenAsync();
        Assert.True(failure is null or StorageUnavailableException, $"{failure}");
        Assert.True(failure is null || isFelt, $"It was not killed, and failed: {failure}");
        Assert.Contains(await next.ReadTextAsync("room/1"), failure is null ? [written] : new[] { "old ", written });
        await (await next.OwnAsync("room/1")).AppendAsync("goes on");
        Assert.EndsWith("goes on", await next.ReadTextAsync("room/1"), StringComparison.Ordinal);
        return isFelt;
    }
}
