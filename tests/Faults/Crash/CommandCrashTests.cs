using System.Diagnostics;
using LmsActors.Storage;

namespace LmsActors.Faults;

/// <summary><c>export</c>, <c>import archive</c> and <c>migrate</c> are killed at random instants: what they work on is as before or as after, never half, never empty.</summary>
public sealed class CommandCrashTests(ITestOutputHelper output) : IDisposable
{
    private const int Journals = 60;
    private static readonly int Kills = LongForms.AreWanted ? 40 : 3;
    private readonly string _folder = Directory.CreateTempSubdirectory("lms-crash-").FullName;
    private readonly Random _random = new(Seed);

    private static int Seed { get; } = int.TryParse(Environment.GetEnvironmentVariable("LMS_SEED"), out var given) ? given : Random.Shared.Next();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Export_KilledAtAnyInstant_LeavesAWholeArchiveOrTheOneBefore()
    {
        await JournalContents.FillAsync(At("data"), Journals, Seed);
        var expected = await JournalContents.OfSqliteAsync(At("data"));
        string[] export = ["export", At("a.jsonl"), "--force"];
        var whole = await TimeAsync(SqliteSettings("data"), export);
        for (var kill = 0; kill < Kills; kill++)
        {
            if (kill == 0)
            {
                File.Delete(At("a.jsonl"));
            }

            await KillAsync(SqliteSettings("data"), whole, export);
            if (File.Exists(At("a.jsonl")))
            {
                Assert.Equal(expected, await JournalContents.OfArchiveAsync(At("a.jsonl")));
            }
        }

        await TimeAsync(SqliteSettings("data"), export);
        Assert.Equal(expected, await JournalContents.OfArchiveAsync(At("a.jsonl")));
        output.WriteLine($"LMS_SEED={Seed}: export killed {Kills} times within {whole.TotalSeconds:0.0} s");
    }

    [Theory]
    [InlineData("Sqlite")]
    [InlineData("Postgres")]
    public async Task Import_KilledAtAnyInstant_LeavesEachLogOldOrNew(string provider)
    {
        using var database = new PostgresServer();
        await database.InitializeAsync();
        var connection = await database.NewDatabaseAsync();
        var settings = provider == "Sqlite" ? SqliteSettings("target") : PostgresSettings(connection);
        Func<Task<Dictionary<string, string>>> read = provider == "Sqlite"
            ? () => JournalContents.OfSqliteAsync(At("target"))
            : () => JournalContents.OfPostgresAsync(connection);
        var (old, archives) = (await ArchiveAsync("old", Seed), new[] { "old", "new" });
        var contents = new[] { old, await ArchiveAsync("new", Seed + 1) };
        var whole = await TimeAsync(settings, "import", "archive", At("old.jsonl"));
        Assert.Equal(old, await read());

        var mixed = 0;
        for (var kill = 0; kill < Kills; kill++)
        {
            await KillAsync(settings, whole, "import", "archive", At($"{archives[(kill + 1) % 2]}.jsonl"), "--force");
            var found = await read();
            Assert.Equal(Journals, found.Count);
            Assert.All(found, journal => Assert.Contains(journal.Value, contents.Select(archive => archive[journal.Key])));
            mixed += contents.Any(archive => found.All(journal => archive[journal.Key] == journal.Value)) ? 0 : 1;
        }

        await TimeAsync(settings, "import", "archive", At("new.jsonl"), "--force");
        Assert.Equal(contents[1], await read());
        output.WriteLine($"LMS_SEED={Seed}: import into {provider} killed {Kills} times within {whole.TotalSeconds:0.0} s, {mixed} of them between two logs");
    }

    [Fact]
    public async Task Migrate_KilledAtAnyInstant_MakesAllTablesOrNone()
    {
        using var database = new PostgresServer();
        await database.InitializeAsync();
        var first = await database.NewDatabaseAsync(isEmpty: true);
        var whole = await TimeAsync(PostgresSettings(first, isCluster: true), "migrate");
        var all = await TablesAsync(database, first);
        var counts = new SortedSet<long>();
        for (var kill = 0; kill < Kills; kill++)
        {
            var connection = await database.NewDatabaseAsync(isEmpty: true);
            await KillAsync(PostgresSettings(connection, isCluster: true), whole, "migrate");
            counts.Add(await TablesAsync(database, connection));
            await TimeAsync(PostgresSettings(connection, isCluster: true), "migrate");
            Assert.Equal(all, await TablesAsync(database, connection));
        }

        // Those of the storage come first, in one transaction, then those of the clustering, in another.
        const long storage = 3;
        Assert.Subset(new SortedSet<long> { 0, storage, all }, counts);
        output.WriteLine($"LMS_SEED={Seed}: migrate killed {Kills} times within {whole.TotalSeconds:0.0} s: {string.Join(", ", counts)} of {all} tables were there, and all after it was run again");
    }

    private async Task<Dictionary<string, string>> ArchiveAsync(string name, int seed)
    {
        await JournalContents.FillAsync(At(name), Journals, seed);
        await TimeAsync(SqliteSettings(name), "export", At($"{name}.jsonl"));
        return await JournalContents.OfArchiveAsync(At($"{name}.jsonl"));
    }

    /// <summary>Runs a command, which must succeed; answers how long it took.</summary>
    private async Task<TimeSpan> TimeAsync(Dictionary<string, string> settings, params string[] command)
    {
        var begun = Stopwatch.GetTimestamp();
        using var process = new ServerProcess(_folder, settings: settings, command: command);
        var code = await process.RunToEndAsync();
        Assert.True(code == 0, $"LMS_SEED={Seed}: '{string.Join(' ', command)}' ended with {code}.\n{process.Output}");
        return Stopwatch.GetElapsedTime(begun);
    }

    /// <summary>Kills it at an instant in the later part of the time that it takes, the earlier being what a process needs to begin.</summary>
    private async Task KillAsync(Dictionary<string, string> settings, TimeSpan whole, params string[] command)
    {
        using var process = new ServerProcess(_folder, settings: settings, command: command);
        await process.KillWhileRunningAsync(whole * (0.3 + _random.NextDouble() * 0.7));
    }

    private string At(string name) => Path.Combine(_folder, name);

    private Dictionary<string, string> SqliteSettings(string name) => new() { ["Storage__Path"] = At(name) };

    private static Dictionary<string, string> PostgresSettings(string connection, bool isCluster = false) => new()
    {
        ["Storage__Provider"] = "Postgres",
        ["Storage__ConnectionString"] = connection,
        ["Clustering__Provider"] = isCluster ? "Postgres" : "None",
    };

    private static async Task<long> TablesAsync(PostgresServer server, string connection) => (long)(await server.ExecuteAsync(
        new Npgsql.NpgsqlConnectionStringBuilder(connection).Database!, "SELECT count(*) FROM pg_tables WHERE schemaname = 'lmsactors'"))!;
}
