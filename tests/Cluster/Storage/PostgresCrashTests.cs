using Orleans.Storage;

namespace LmsActors.Storage;

/// <summary>Whoever writes is killed before, or while the server has, each message that a write takes.</summary>
[Collection(PostgresTests.Name)]
public sealed class PostgresCrashTests(PostgresTests.Server server) : IAsyncLifetime
{
    private PostgresFixture _fixture = null!;

    public async ValueTask InitializeAsync() => _fixture = await PostgresFixture.MakeAsync(server);

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Theory]
    [InlineData("append", "old new", false)]
    [InlineData("append", "old new", true)]
    [InlineData("replace", "new", false)]
    [InlineData("replace", "new", true)]
    [InlineData("delete", "", false)]
    [InlineData("delete", "", true)]
    public async Task Write_KilledAtAnyMessage_LeavesTheOldOrTheNew(string write, string written, bool isLastSent)
    {
        var direct = _fixture.Open();
        var isFelt = true;
        var messages = 0;
        for (; isFelt; messages++)
        {
            var name = $"room/{messages}";
            await (await direct.OwnAsync(name)).AppendAsync("old ");
            using var proxy = new LossyProxy(server.Postgres.Socket);
            var owner = await _fixture.Open(through: proxy.Through(_fixture.ConnectionString)).OwnAsync(name);

            proxy.KillAfter(messages, isLastSent);
            var failure = await Record.ExceptionAsync(() => write switch
            {
                "append" => owner.AppendAsync("new"),
                "replace" => owner.ReplaceAsync("new"),
                _ => owner.DeleteAsync(),
            });

            isFelt = proxy.IsKilled;
            Assert.True(failure is null or StorageUnavailableException or InconsistentStateException, $"{failure}");
            Assert.True(failure is null || isFelt, $"It was not killed, and failed: {failure}");
            Assert.Contains(await direct.ReadTextAsync(name), failure is null ? [written] : new[] { "old ", written });
            await (await direct.OwnAsync($"{name}/next")).AppendAsync("the store goes on");
        }

        Assert.True(messages > 1, "Nothing was killed.");
    }
}
