using System.Collections.Concurrent;
using System.Diagnostics;
using Npgsql;
using Orleans.Journaling;
using Orleans.Storage;

namespace LmsActors.Storage;

/// <summary>Servers that die, hang, or whose answers are lost.</summary>
[Collection(PostgresTests.Name)]
public sealed class PostgresFailureTests(PostgresTests.Server server) : IAsyncLifetime
{
    private static readonly TimeSpan _mostPatience = TimeSpan.FromSeconds(5);

    private PostgresFixture _fixture = null!;

    public async ValueTask InitializeAsync() => _fixture = await PostgresFixture.MakeAsync(server);

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Theory]
    [InlineData(StorageStep.Writing)]
    [InlineData(StorageStep.Committing)]
    internal async Task Write_ThatWasRolledBack_MayBeRepeatedByItsOwner(StorageStep step)
    {
        var provider = _fixture.Open();
        var owner = await provider.OwnAsync("room/1");
        await owner.AppendAsync("before ");
        using (_fixture.Break(step))
            await Assert.ThrowsAsync<StorageUnavailableException>(() => owner.AppendAsync("lost "));

        await owner.AppendAsync("after");

        Assert.Equal("before after", await provider.ReadTextAsync("room/1"));
    }

    [Fact]
    public async Task Write_WhoseAnswerWasLost_FencesItsOwnerUntilItReads()
    {
        var provider = _fixture.Open();
        var owner = await provider.OwnAsync("room/1");
        await owner.AppendAsync("before ");
        using (_fixture.Break(StorageStep.Committed))
            await Assert.ThrowsAsync<StorageUnavailableException>(() => owner.AppendAsync("landed "));

        await Assert.ThrowsAsync<InconsistentStateException>(() => owner.AppendAsync("landed "));

        Assert.Equal("before landed ", await owner.ReadTextAsync());
        await owner.AppendAsync("after");
        Assert.Equal("before landed after", await provider.ReadTextAsync("room/1"));
    }

    [Fact]
    public async Task Append_WhoseAnswerWasLostOnce_IsRecognisedAndStandsOnce()
    {
        var provider = _fixture.Open();
        var owner = await provider.OwnAsync("room/1");
        await owner.AppendAsync("before ");
        FailOnce(StorageStep.Committed, () => Task.CompletedTask);

        await owner.AppendAsync("landed ");
        await owner.AppendAsync("after");

        Assert.Equal("before landed after", await provider.ReadTextAsync("room/1"));
    }

    [Fact]
    public async Task Append_ThatIsSentAgainAfterAnotherOwnersAppend_IsRefused()
    {
        var provider = _fixture.Open();
        var owner = await provider.OwnAsync("room/1");
        await owner.AppendAsync("before ");
        var other = await _fixture.Open().OwnAsync("room/1");
        FailOnce(StorageStep.Committing, () => other.AppendAsync("theirs "));

        await Assert.ThrowsAsync<InconsistentStateException>(() => owner.AppendAsync("ours "));

        Assert.Equal("before theirs ", await provider.ReadTextAsync("room/1"));
    }

    [Fact]
    public async Task Write_WhoseCommitComesAfterItsOwnerGaveUp_IsNotDoubled()
    {
        using var proxy = new LossyProxy(server.Postgres.Socket);
        var provider = _fixture.Open(through: proxy.Through(_fixture.ConnectionString));
        var owner = await provider.OwnAsync("room/1");
        await owner.AppendAsync("before ");
        _fixture.Probe = step =>
        {
            if (step == StorageStep.Committing)
                proxy.LoseAnswers();
            return Task.CompletedTask;
        };

        await Assert.ThrowsAsync<StorageUnavailableException>(() => owner.AppendAsync("landed "));
        _fixture.Probe = null;
        proxy.PassAnswers();

        await Assert.ThrowsAsync<InconsistentStateException>(() => owner.AppendAsync("landed "));
        Assert.Equal("before landed ", await provider.ReadTextAsync("room/1"));
    }

    [Fact]
    public async Task Connections_TerminatedWhileIdle_AreReplacedUnnoticed()
    {
        var provider = _fixture.Open();
        var owner = await provider.OwnAsync("room/1");
        await owner.AppendAsync("before ");
        await TerminateAsync();

        await owner.AppendAsync("after");
        await TerminateAsync();

        Assert.Equal("before after", await provider.ReadTextAsync("room/1"));
    }

    [Fact]
    public async Task Connection_TerminatedBeforeTheCommit_IsAnErrorAndNothingIsWritten()
    {
        var provider = _fixture.Open();
        var owner = await provider.OwnAsync("room/1");
        await owner.AppendAsync("before ");
        _fixture.Probe = async step =>
        {
            if (step == StorageStep.Committing)
                await TerminateAsync();
        };

        await Assert.ThrowsAsync<StorageUnavailableException>(() => owner.AppendAsync("lost "));
        _fixture.Probe = null;

        await owner.AppendAsync("after");
        Assert.Equal("before after", await provider.ReadTextAsync("room/1"));
    }

    [Fact]
    public async Task Server_KilledAmongWrites_LosesNothingAcknowledgedAndHeals()
    {
        var provider = _fixture.Open();
        var half = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var acknowledged = 0;
        var longest = new ConcurrentBag<TimeSpan>();
        void Count()
        {
            if (Interlocked.Increment(ref acknowledged) == 400)
                half.SetResult();
        }

        var writers = Enumerable.Range(0, 32).Select(number => WriteAsync(provider, $"room/{number}", 40, Count, longest)).ToArray();
        await half.Task;
        server.Postgres.Kill();
        await server.Postgres.StartAsync();
        var written = await Task.WhenAll(writers);

        for (var number = 0; number < written.Length; number++)
        {
            var (log, unknown) = (await provider.ReadTextAsync($"room/{number}"), written[number].Unknown);
            var entries = log.Split(';', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(entries.Distinct(), entries);
            Assert.Equal(written[number].Acknowledged, entries.Where(entry => !unknown.Contains(entry) || written[number].Acknowledged.Contains(entry)));
        }

        Assert.All(longest, time => Assert.InRange(time, TimeSpan.Zero, _mostPatience));
    }

    [Fact]
    public async Task Server_ThatHangs_IsAnErrorWithinFiveSecondsForAll()
    {
        var provider = _fixture.Open();
        var owners = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => provider.OwnAsync($"room/{number}")));
        await owners[0].AppendAsync("before ");
        server.Postgres.Signal("STOP");
        try
        {
            var writes = owners.Select(owner => TimeAsync(() => owner.AppendAsync("lost ")));
            var reads = owners.Select((_, number) => TimeAsync(() => provider.ReadTextAsync($"room/{number}")));
            var failures = await Task.WhenAll([.. writes, .. reads]);
            Assert.All(failures, failure => Assert.True(failure.After < _mostPatience, $"{failure.After}: {failure.Message}"));
        }
        finally
        {
            server.Postgres.Signal("CONT");
        }

        var next = await provider.OwnAsync("room/0");
        await next.AppendAsync("after");
        Assert.EndsWith("after", await provider.ReadTextAsync("room/0"), StringComparison.Ordinal);
    }

    private static async Task<(TimeSpan After, string Message)> TimeAsync(Func<Task> callAsync)
    {
        var begun = Stopwatch.GetTimestamp();
        var failure = await Assert.ThrowsAsync<StorageUnavailableException>(callAsync);
        return (Stopwatch.GetElapsedTime(begun), failure.Message);
    }

    private Task TerminateAsync() => server.Postgres.ExecuteAsync(
        "postgres", $"SELECT pg_terminate_backend(pid, 2000) FROM pg_stat_activity WHERE datname = '{_fixture.Database}'");

    /// <summary>The connection breaks the first time that this step is reached, after something has happened.</summary>
    private void FailOnce(StorageStep at, Func<Task> first)
    {
        var hasFailed = 0;
        _fixture.Probe = async step =>
        {
            if (step != at || Interlocked.Exchange(ref hasFailed, 1) == 1)
                return;
            await first();
            throw new NpgsqlException("the network of this test fails");
        };
    }

    /// <summary>Writes numbers until each was acknowledged, reading anew after what ended otherwise.</summary>
    private static async Task<(List<string> Acknowledged, HashSet<string> Unknown)> WriteAsync(
        IJournalStorageProvider provider, string name, int count, Action onAcknowledged, ConcurrentBag<TimeSpan> times)
    {
        var (acknowledged, unknown) = (new List<string>(), new HashSet<string>());
        IJournalStorage? owner = null;
        for (var (number, attempt) = (0, 0); number < count; attempt++)
        {
            var begun = Stopwatch.GetTimestamp();
            var entry = $"{number}.{attempt}";
            try
            {
                owner ??= await provider.OwnAsync(name);
                await owner.AppendAsync($"{entry};");
                acknowledged.Add(entry);
                number++;
                onAcknowledged();
            }
            catch (StorageUnavailableException)
            {
                unknown.Add(entry);
                owner = null;
                await Task.Yield();
            }
            catch (InconsistentStateException)
            {
                owner = null; // an earlier write, given up, came through after the reading
            }

            times.Add(Stopwatch.GetElapsedTime(begun));
        }

        return (acknowledged, unknown);
    }
}
