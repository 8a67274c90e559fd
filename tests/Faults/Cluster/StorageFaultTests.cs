using LmsActors.Storage;
using Npgsql;

namespace LmsActors.Faults;

/// <summary>The database is slow, full, or fails now and then: nothing is acknowledged that is not there, errors come soon, reading goes on.</summary>
[Collection(WholeClusters.Name)]
public sealed class StorageFaultTests(ITestOutputHelper output) : IDisposable
{
    private const double ErrorWithin = 5;
    private const double ReadWithin = 5;
    private static readonly TimeSpan NormalWithin = TimeSpan.FromSeconds(30);
    private readonly string _folder = Directory.CreateTempSubdirectory("lms-small-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Storage_SlowFullAndFailing_IsToldSoonAndForgottenSoon()
    {
        using var disk = new SmallDisk(_folder, megabytes: 96, PostgresServer.OwnUser);
        await using var run = await ClusterRun.StartAsync(output, ClusterShape.Mixed(2), disk.Folder);
        await run.WorkAsync(2, 3);

        var slow = await SufferAsync(run, "slow, 500 ms each statement", () => Slow(run, 500), () => Slow(run, 0));
        var full = await SufferAsync(run, "full", () => Done(disk.Fill), () => Done(disk.Free));
        var failing = await SufferAsync(run, "failing, a third of its writes with I/O errors", () => FailAsync(run), () => MendAsync(run));

        await run.EndAsync(longestWait: 3 * (LongForms.AreWanted ? 60 : 30));
        Assert.True(slow.Ok > 0, $"Slow is not away: {slow}");
        foreach (var phase in new[] { full, failing })
        {
            Assert.True(phase.LongestError <= ErrorWithin, $"Somebody waited {phase.LongestError:0.0} s for an error.\n{run.Cluster.Output}");
        }

        Assert.True(full.Retries > 0 && failing.Retries > 0, $"It was not felt: {full}; {failing}");
    }

    private static async Task<LoadSummary> SufferAsync(ClusterRun run, string what, Func<Task> begin, Func<Task> end)
    {
        await run.MarkAsync();
        await begin();
        await run.WorkAsync(LongForms.AreWanted ? 30 : 6, LongForms.AreWanted ? 35 : 8);
        var during = await run.MarkAsync();
        await end();
        var normal = await run.NormalAfterAsync(NormalWithin);
        run.Say($"{what}: {during}; as before {normal:0.0} s after it was back");
        Assert.True(during.LongestReadSilence <= ReadWithin, $"{what}: nobody could read anything for {during.LongestReadSilence:0.0} s.\n{run.Cluster.Output}");
        return during;
    }

    private static Task Slow(ClusterRun run, int milliseconds) => Done(() => run.Network!.SlowStorage(TimeSpan.FromMilliseconds(milliseconds)));

    private static Task Done(Action act)
    {
        act();
        return Task.CompletedTask;
    }

    /// <summary>A server whose disk fails says so with 58030, and rolls the transaction back.</summary>
    private static Task FailAsync(ClusterRun run) => ExecuteAsync(run, """
        CREATE FUNCTION lmsactors.fail() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF random() < 0.33 THEN RAISE EXCEPTION 'could not write block 7: Input/output error' USING ERRCODE = 'io_error'; END IF;
            RETURN NULL;
        END $$;
        CREATE TRIGGER fail BEFORE INSERT ON lmsactors.entries FOR EACH STATEMENT EXECUTE FUNCTION lmsactors.fail()
        """);

    private static Task MendAsync(ClusterRun run) => ExecuteAsync(run, "DROP FUNCTION lmsactors.fail CASCADE");

    private static async Task ExecuteAsync(ClusterRun run, string sql)
    {
        await using var connection = new NpgsqlConnection(run.Connection + ";Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
