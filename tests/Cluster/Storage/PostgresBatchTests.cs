using System.Globalization;
using Orleans.Journaling;
using Orleans.Storage;

namespace LmsActors.Storage;

/// <summary>What shares a transaction, and how many connections that takes.</summary>
[Collection(PostgresTests.Name)]
public sealed class PostgresBatchTests(PostgresTests.Server server) : IAsyncLifetime
{
    private PostgresFixture _fixture = null!;

    public async ValueTask InitializeAsync() => _fixture = await PostgresFixture.MakeAsync(server);

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Batch_WithOneFencedWrite_CommitsAllOthersTogether()
    {
        var provider = _fixture.Open();
        var stale = await provider.OwnAsync("room/fenced");
        await (await provider.OwnAsync("room/fenced")).AppendAsync("owner");
        var owners = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => provider.OwnAsync($"room/{number}")));
        var holders = await Task.WhenAll(Enumerable.Range(0, 50).Select(number => provider.OwnAsync($"holder/{number}")));
        var gate = new PostgresGate(_fixture);
        var held = holders.Select(owner => owner.AppendAsync("x")).ToArray(); // enough to keep every lane
        await gate.Held;

        var before = owners.Take(25).Select(owner => owner.AppendAsync("y")).ToArray();
        var fenced = stale.AppendAsync("late");
        var after = owners.Skip(25).Select(owner => owner.AppendAsync("y")).ToArray();
        gate.Open();
        await Task.WhenAll([.. held, .. before, .. after]);

        await Assert.ThrowsAsync<InconsistentStateException>(() => fenced);
        Assert.InRange(gate.Commits, 2, 8);
        Assert.Equal("owner", await provider.ReadTextAsync("room/fenced"));
        Assert.Equal("y", await provider.ReadTextAsync("room/49"));
    }

    [Fact]
    public async Task Batch_WithEveryKindOfWriteToOneJournal_EndsAsIfOneByOne()
    {
        var provider = _fixture.Open();
        var owner = await provider.OwnAsync("room/1");
        await owner.AppendAsync("gone");
        var gate = new PostgresGate(_fixture);
        var held = owner.AppendAsync("x");
        await gate.Held;

        Task[] writes = [owner.DeleteAsync(), owner.AppendAsync("a"), owner.ReplaceAsync("b"), owner.DeleteAsync(), owner.AppendAsync("c"), owner.AppendAsync("d")];
        gate.Open();
        await Task.WhenAll([held, .. writes]);

        Assert.Equal("cd", await provider.ReadTextAsync("room/1"));
        Assert.Equal("cd", await _fixture.Open().ReadTextAsync("room/1"));
        Assert.Equal(2L, await server.Postgres.ExecuteAsync(_fixture.Database, "SELECT count(*) FROM lmsactors.entries"));
    }

    [Fact]
    public async Task Batch_WithManyWritesOfOneOwner_KeepsTheirOrder()
    {
        var provider = _fixture.Open();
        var owner = await provider.OwnAsync("room/1");

        await Task.WhenAll(Enumerable.Range(0, 500).Select(number => number == 250 ? owner.ReplaceAsync("=;") : owner.AppendAsync($"{number};")));

        Assert.Equal("=;" + string.Concat(Enumerable.Range(251, 249).Select(number => $"{number};")), await provider.ReadTextAsync("room/1"));
    }

    [Fact]
    public async Task Owners_InTwoProcesses_ExactlyOneOfEachRoundWins()
    {
        IJournalStorageProvider[] processes = [_fixture.Open(), _fixture.Open()];
        var journals = Enumerable.Range(0, 40).Select(number => $"room/{number}").ToArray();
        for (var round = 1; round <= 10; round++)
        {
            var owners = await Task.WhenAll(processes.SelectMany(process => journals.Select(process.OwnAsync)));
            var won = await Task.WhenAll(owners.Select(owner => AppendAsync(owner, "x")));

            Assert.Equal(journals.Length, won.Count(win => win));
            Assert.All(journals.Select((_, at) => (won[at], won[at + journals.Length])), pair => Assert.NotEqual(pair.Item1, pair.Item2));
        }

        foreach (var journal in journals)
            Assert.Equal(new string('x', 10), await processes[0].ReadTextAsync(journal));
    }

    [Fact]
    public async Task Connections_OfManyWritersAndReaders_AreNeverMoreThanEight()
    {
        var provider = _fixture.Open();
        var most = 0L;
        _fixture.Probe = async step =>
        {
            if (step == StorageStep.Committing)
                most = Math.Max(most, await CountConnectionsAsync());
        };

        await Task.WhenAll(Enumerable.Range(0, 500).Select(async number =>
        {
            var owner = await provider.OwnAsync($"room/{number}");
            for (var entry = 0; entry < 4; entry++)
                await owner.AppendAsync($"{entry};");
            Assert.Equal("0;1;2;3;", await provider.ReadTextAsync($"room/{number}"));
        }));

        Assert.InRange(Math.Max(most, await CountConnectionsAsync()), 2, 8);
    }

    [Fact]
    public async Task Read_OfALongLogWithASnapshot_ComesInOrder()
    {
        var provider = _fixture.Open();
        var owner = await provider.OwnAsync("room/1");
        await owner.ReplaceAsync(new string('s', 5 << 20));
        await Task.WhenAll(Enumerable.Range(0, 5_000).Select(number => owner.AppendAsync(number.ToString("D500", CultureInfo.InvariantCulture))));

        var text = await provider.ReadTextAsync("room/1");

        Assert.Equal((5 << 20) + (5_000 * 500), text.Length);
        Assert.EndsWith(4_999.ToString("D500", CultureInfo.InvariantCulture), text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Name_ThatNoRowCouldHold_IsRefusedBeforeItHarmsItsBatch()
    {
        var provider = _fixture.Open();

        foreach (var name in new[] { "half a pair \uD83D", "a null \0", new string('x', 3000) })
            Assert.ThrowsAny<ArgumentException>(() => provider.CreateStorage(new JournalId(name)));
        await (await provider.OwnAsync(new string('é', 1000))).AppendAsync("x");
    }

    private async Task<long> CountConnectionsAsync() => (long)(await server.Postgres.ExecuteAsync(
        "postgres", $"SELECT count(*) FROM pg_stat_activity WHERE datname = '{_fixture.Database}'"))!;

    private static async Task<bool> AppendAsync(IJournalStorage owner, string text)
    {
        try
        {
            await owner.AppendAsync(text);
            return true;
        }
        catch (InconsistentStateException)
        {
            return false;
        }
    }
}
