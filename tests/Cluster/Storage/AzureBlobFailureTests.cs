using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using LmsActors.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Journaling;
using Orleans.Storage;

namespace LmsActors.Storage;

/// <summary>Answers that are lost, servers that are silent, processes that are killed between two requests.</summary>
[Collection(nameof(AzuriteServer))]
public sealed class AzureBlobFailureTests : IDisposable, ILogger
{
    private static readonly byte[] Large = new byte[9 << 20];

    private readonly ConcurrentQueue<string> _log = [];
    private readonly AzureBlobFixture _fixture;

    public AzureBlobFailureTests(AzuriteServer server) => _fixture = new AzureBlobFixture(server, this);

    private AzureNetwork Network => _fixture.Network;

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Append_WhoseAnswerIsLost_IsThereOnceAndAcknowledged()
    {
        var provider = await _fixture.OpenAsync();
        var owner = await provider.OwnAsync("room/1");
        await owner.AppendAsync("before ");
        Network.Once(AzureNetwork.IsAppend, Fate.AnswerLost);
        await owner.AppendAsync("once ");
        await owner.AppendAsync("after");

        Assert.Equal("before once after", await provider.ReadTextAsync("room/1"));
    }

    [Fact]
    public async Task Append_WhoseAnswerIsLostWhileAnotherOwnerGoesOn_IsAcknowledgedAndTheNextIsRefused()
    {
        _fixture.Options.RequestTimeout = TimeSpan.FromSeconds(30);
        var provider = await _fixture.OpenAsync();
        var owner = await provider.OwnAsync("room/1");
        await owner.AppendAsync("before ");
        Network.Once(AzureNetwork.IsAppend, Fate.AnswerLost);
        var (tries, again, goOn) = (0, new TaskCompletionSource(), new TaskCompletionSource());
        Network.Before = async request =>
        {
            if (!AzureNetwork.IsAppend(request) || Interlocked.Increment(ref tries) != 2)
                return;
            again.SetResult();
            await goOn.Task;
        };
        var append = owner.AppendAsync("once ");
        await again.Task;
        await (await provider.OwnAsync("room/1")).AppendAsync("other");
        goOn.SetResult();

        await append;
        await Assert.ThrowsAsync<InconsistentStateException>(() => owner.AppendAsync("late"));
        Assert.Equal("before once other", await provider.ReadTextAsync("room/1"));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Append_OfManyBlocksWhoseAnswerIsLost_IsThereOnce(int block)
    {
        var provider = await _fixture.OpenAsync();
        var owner = await provider.OwnAsync("room/1");
        await owner.AppendAsync("before ");
        var count = 0;
        Network.Once(request => AzureNetwork.IsAppend(request) && Interlocked.Increment(ref count) == block, Fate.AnswerLost);
        await owner.AppendAsync(new ReadOnlySequence<byte>(Large), CancellationToken.None);
        await owner.AppendAsync("after");

        Assert.Equal(Large.Length + "before after".Length, (await provider.CreateStorage(new JournalId("room/1")).ReadAllAsync()).ToArray().Length);
    }

    [Fact]
    public async Task Append_GivenUpInTheMiddle_IsNeverReadInPart()
    {
        var provider = await _fixture.OpenAsync();
        var owner = await provider.OwnAsync("room/1");
        await owner.AppendAsync("before ");
        var count = 0;
        Network.FateOf = request => AzureNetwork.IsAppend(request) && Interlocked.Increment(ref count) > 2 ? Fate.Lost : Fate.Answered;
        await Assert.ThrowsAsync<StorageUnavailableException>(
            () => owner.AppendAsync(new ReadOnlySequence<byte>(Large), CancellationToken.None).AsTask());
        Network.FateOf = _ => Fate.Answered;

        Assert.Equal("before ", await provider.ReadTextAsync("room/1"));
        await owner.AppendAsync("after ");
        await (await provider.OwnAsync("room/1")).AppendAsync("other");
        Assert.Equal("before after other", await provider.ReadTextAsync("room/1"));
    }

    [Fact]
    public async Task Append_ThatEndedUnknownAndLanded_FencesItsOwnerUntilItReads()
    {
        var provider = await _fixture.OpenAsync();
        var owner = await provider.OwnAsync("room/1");
        await owner.AppendAsync("before ");
        Network.FateOf = request => AzureNetwork.IsAppend(request) ? Fate.AnswerLost : Fate.Lost;
        await Assert.ThrowsAsync<StorageUnavailableException>(() => owner.AppendAsync("landed "));
        Network.FateOf = _ => Fate.Answered;

        await Assert.ThrowsAsync<InconsistentStateException>(() => owner.AppendAsync("landed "));

        Assert.Equal("before landed ", await owner.ReadTextAsync());
        await owner.AppendAsync("after");
        Assert.Equal("before landed after", await provider.ReadTextAsync("room/1"));
    }

    [Fact]
    public async Task EveryStep_WhoseAnswerIsLost_GoesOnAsIfItWereNot()
    {
        var provider = await _fixture.OpenAsync();
        var owner = provider.CreateStorage(new JournalId("room/1"));
        Network.Once(AzureNetwork.IsBegin, Fate.AnswerLost);
        Assert.True(await owner.CreateIfNotExistsAsync());
        Network.Once(request => request.Uri.Query.Contains("comp=metadata"), Fate.AnswerLost);
        Assert.Equal("é", (await owner.UpdateMetadataAsync(new Dictionary<string, string> { ["ç"] = "é" }))!.Properties["ç"]);
        await owner.AppendAsync("old");
        Network.Once(AzureNetwork.IsBegin, Fate.AnswerLost);
        await owner.ReplaceAsync("snapshot ");
        await owner.AppendAsync("new");
        Assert.Equal("snapshot new", await provider.ReadTextAsync("room/1"));
        Network.Once(request => request.Method == Azure.Core.RequestMethod.Delete, Fate.AnswerLost);
        await owner.DeleteAsync();

        Assert.Empty(await _fixture.BlobsAsync());
        Network.Once(AzureNetwork.IsBegin, Fate.AnswerLost);
        await owner.AppendAsync("anew");
        Assert.Equal("anew", await provider.ReadTextAsync("room/1"));
    }

    [Theory]
    [InlineData("Lost")]
    [InlineData("Stuck")]
    public async Task Outage_OfTheServer_IsToldWithinFiveSecondsAndHeals(string fate)
    {
        var provider = await _fixture.OpenAsync();
        var owner = await provider.OwnAsync("room/1");
        await owner.AppendAsync("before ");
        Network.FateOf = _ => Enum.Parse<Fate>(fate);
        foreach (var use in new Func<Task>[] { () => owner.AppendAsync("lost"), () => provider.ReadTextAsync("room/1") })
        {
            var started = Stopwatch.GetTimestamp();
            await Assert.ThrowsAsync<StorageUnavailableException>(use);
            Assert.True(Stopwatch.GetElapsedTime(started) < TimeSpan.FromSeconds(5.5), $"It took {Stopwatch.GetElapsedTime(started)}.");
        }

        Network.FateOf = _ => Fate.Answered;
        await owner.AppendAsync("after");
        Assert.Equal("before after", await provider.ReadTextAsync("room/1"));
        Assert.NotEmpty(_log);
        Assert.DoesNotContain(_log, line => line.Contains(AzuriteServer.AccountKey, StringComparison.Ordinal) || line.Contains("AccountKey", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Container_Missing_IsSaidWithWhatToDo()
    {
        var refusal = await Assert.ThrowsAsync<ConfigurationException>(() => _fixture.Store.RequireContainerAsync(CancellationToken.None));

        Assert.Contains(_fixture.Options.Container, refusal.Message);
        Assert.Contains("'migrate'", refusal.Message);
    }

    [Fact]
    public async Task Container_GoneWhileRunning_IsAnOutageAndNoEmptyJournal()
    {
        var provider = await _fixture.OpenAsync();
        var owner = await provider.OwnAsync("room/1");
        await owner.AppendAsync("before");
        await _fixture.Container().DeleteAsync();

        await Assert.ThrowsAsync<StorageUnavailableException>(() => provider.ReadTextAsync("room/1"));
        await Assert.ThrowsAsync<StorageUnavailableException>(() => owner.AppendAsync("after"));
    }

    [Fact]
    public void ConnectionString_ThatIsNone_IsRefusedWithoutRepeatingIt()
    {
        _fixture.Options.ConnectionString = "AccountKey=secret";

        Assert.DoesNotContain("secret", Assert.Throws<ConfigurationException>(() => _fixture.Store).Message);
    }

    IDisposable? ILogger.BeginScope<TState>(TState state) => null;

    bool ILogger.IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        _log.Enqueue($"{formatter(state, exception)} {exception}");
}
