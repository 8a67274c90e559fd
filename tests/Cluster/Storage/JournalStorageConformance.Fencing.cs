using System.Buffers;
using Orleans.Journaling;
using Orleans.Storage;

namespace LmsActors.Storage;

public abstract partial class JournalStorageConformance
{
    [Fact]
    public async Task Append_AfterAnotherOwnersWrite_IsRefused()
    {
        var (first, second) = await TwoOwnersAsync();
        await first.AppendAsync("first");

        await Assert.ThrowsAsync<InconsistentStateException>(() => second.AppendAsync("second"));

        Assert.Equal("begin first", await Provider.ReadTextAsync("room/1"));
    }

    [Fact]
    public async Task Replace_AfterAnotherOwnersWrite_IsRefused()
    {
        var (first, second) = await TwoOwnersAsync();
        await first.AppendAsync("first");

        await Assert.ThrowsAsync<InconsistentStateException>(() => second.ReplaceAsync("second"));

        Assert.Equal("begin first", await Provider.ReadTextAsync("room/1"));
    }

    [Fact]
    public async Task Delete_AfterAnotherOwnersWrite_IsRefused()
    {
        var (first, second) = await TwoOwnersAsync();
        await first.AppendAsync("first");

        await Assert.ThrowsAsync<InconsistentStateException>(second.DeleteAsync);

        Assert.Equal("begin first", await Provider.ReadTextAsync("room/1"));
    }

    [Fact]
    public async Task Append_AfterAnotherOwnersReplace_IsRefused()
    {
        var (first, second) = await TwoOwnersAsync();
        await first.ReplaceAsync("snapshot");

        await Assert.ThrowsAsync<InconsistentStateException>(() => second.AppendAsync("second"));

        Assert.Equal("snapshot", await Provider.ReadTextAsync("room/1"));
    }

    [Fact]
    public async Task Append_AfterTheJournalWasMadeAnew_IsRefused()
    {
        var (first, second) = await TwoOwnersAsync();
        await first.DeleteAsync();
        await Assert.ThrowsAsync<InconsistentStateException>(() => second.AppendAsync("second"));
        await first.AppendAsync("anew "); // as many writes as the second owner knows of, but another journal

        await Assert.ThrowsAsync<InconsistentStateException>(() => second.AppendAsync("second"));

        Assert.Equal("anew ", await Provider.ReadTextAsync("room/1"));
    }

    [Fact]
    public async Task Append_ByTwoFirstOwners_OneIsRefused()
    {
        var first = await Provider.OwnAsync("room/1");
        var second = await Provider.OwnAsync("room/1");
        await first.AppendAsync("first");

        await Assert.ThrowsAsync<InconsistentStateException>(() => second.AppendAsync("second"));

        Assert.Equal("first", await Provider.ReadTextAsync("room/1"));
    }

    [Fact]
    public async Task Append_RefusedThenReadAgain_Succeeds()
    {
        var (first, second) = await TwoOwnersAsync();
        await first.AppendAsync("first ");
        await Assert.ThrowsAsync<InconsistentStateException>(() => second.AppendAsync("second"));

        Assert.Equal("begin first ", await second.ReadTextAsync());
        await second.AppendAsync("second");

        Assert.Equal("begin first second", await Provider.ReadTextAsync("room/1"));
        await Assert.ThrowsAsync<InconsistentStateException>(() => first.AppendAsync("late"));
    }

    [Fact]
    public async Task Append_ByManyOwnersAtOnce_ExactlyOneOfEachRoundWins()
    {
        for (var round = 1; round <= 5; round++)
        {
            var owners = await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Provider.OwnAsync("room/1")));
            var outcomes = await Task.WhenAll(owners.Select(async owner =>
            {
                try
                {
                    await owner.AppendAsync("x");
                    return true;
                }
                catch (InconsistentStateException)
                {
                    return false;
                }
            }));

            Assert.Single(outcomes, won => won);
            Assert.Equal(new string('x', round), await Provider.ReadTextAsync("room/1"));
        }
    }

    [Fact]
    public async Task Append_Cancelled_WritesNothingAndDoesNotFence()
    {
        var storage = await Provider.OwnAsync("room/1");
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => storage.AppendAsync(new ReadOnlySequence<byte>("never"u8.ToArray()), cancelled.Token).AsTask());

        await storage.AppendAsync("after");
        Assert.Equal("after", await Provider.ReadTextAsync("room/1"));
    }

    [Fact]
    public async Task Write_ThatFails_IsNotAcknowledgedAndHealsByItself()
    {
        var storage = await Provider.OwnAsync("room/1");
        await storage.AppendAsync("before ");
        using (BreakWrites())
        {
            foreach (var write in new Func<Task>[] { () => storage.AppendAsync("lost"), () => storage.ReplaceAsync("lost"), storage.DeleteAsync })
                Assert.IsNotType<InconsistentStateException>(await Assert.ThrowsAnyAsync<Exception>(write));
        }

        Assert.Equal("before ", await Provider.ReadTextAsync("room/1"));
        var next = await Provider.OwnAsync("room/1");
        await next.AppendAsync("after");
        Assert.Equal("before after", await Provider.ReadTextAsync("room/1"));
        await ReopenAsync();
        Assert.Equal("before after", await Provider.ReadTextAsync("room/1"));
    }

    private async Task<(IJournalStorage First, IJournalStorage Second)> TwoOwnersAsync()
    {
        await (await Provider.OwnAsync("room/1")).AppendAsync("begin ");
        return (await Provider.OwnAsync("room/1"), await Provider.OwnAsync("room/1"));
    }
}
