using System.Text.Json.Nodes;
using LmsActors.Storage.Archive;

namespace LmsActors.Kernel;

/// <summary>
/// Logs as every version so far has written them, each with what was in them, lie beside this file and must load for ever. A version that
/// stores something new adds a set of its own: LMSACTORS_GOLDEN=add, and run these tests. What is there is never written again.
/// </summary>
public sealed class GoldenLogTests
{
    private const string HowToAdd =
        "Add a set of golden logs of this version and commit it: LMSACTORS_GOLDEN=add tests/Cluster/bin/Release/net10.0/LmsActors.Tests.Cluster --filter-class '*GoldenLogTests'.";

    private static readonly string Folder = Path.Combine(Repository(), "tests", "Cluster", "Kernel", "Golden");

    public static TheoryData<string> Versions => [.. Sets()];

    [Fact]
    public async Task Newest_HasEveryEventOfEveryLog()
    {
        if (Environment.GetEnvironmentVariable("LMSACTORS_GOLDEN") == "add")
        {
            await AddAsync();
        }

        Assert.True(Sets().Count > 0, $"There are no golden logs. {HowToAdd}");
        var found = (await ReadAsync(Sets()[^1])).SelectMany(log => log.Value.Events.Select(happened => (Kind(log.Key).Name, happened.GetType()))).ToHashSet();
        var missing = GoldenKind.All.Values
            .SelectMany(kind => kind.Events.Select(type => (kind.Name, Type: type)))
            .Where(stored => !found.Contains(stored))
            .Select(stored => $"{stored.Type.Name} in a log of '{stored.Name}'")
            .ToList();
        Assert.True(missing.Count == 0, $"These are stored by this version, and in no golden log: {string.Join(", ", missing)}. {HowToAdd}");
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task Logs_OfEveryVersion_LoadAsTheyWereWritten(string version)
    {
        var expected = JsonNode.Parse(await File.ReadAllTextAsync(Path.Combine(Folder, version + ".json")))!.AsObject();

        var read = await ReadAsync(version);

        Assert.Equal(expected.Select(log => log.Key), read.Select(log => log.Key));
        var differences = read
            .Select(log => (log.Key, Difference: GoldenJson.Difference(expected[log.Key], GoldenJson.Of(log.Value))))
            .Where(log => log.Difference is not null)
            .Select(log => $"{log.Key}{log.Difference}");
        Assert.Empty(differences);
    }

    [Fact]
    public void Difference_OfAnotherValue_IsFound()
    {
        var stored = JsonNode.Parse("""{ "state": { "name": "a", "ids": [1, 2] } }""");

        Assert.Null(GoldenJson.Difference(stored, JsonNode.Parse("""{ "state": { "name": "a", "ids": [1, 2], "since": null } }""")));
        Assert.NotNull(GoldenJson.Difference(stored, JsonNode.Parse("""{ "state": { "name": "b", "ids": [1, 2] } }""")));
        Assert.NotNull(GoldenJson.Difference(stored, JsonNode.Parse("""{ "state": { "name": "a", "ids": [1] } }""")));
        Assert.NotNull(GoldenJson.Difference(stored, JsonNode.Parse("""{ "state": { "ids": [1, 2] } }""")));
    }

    /// <summary>Of each kind of actor one log that was only appended to, and one that was cut to a snapshot.</summary>
    private static async Task AddAsync()
    {
        await using var store = new LogStore();
        var journals = GoldenKind.All.Keys.SelectMany(kind => new[] { $"{kind}/golden/appended", $"{kind}/golden/snapshot" }).Order(StringComparer.Ordinal).ToList();
        foreach (var journal in journals)
        {
            await Kind(journal).WriteAsync(store, journal, endsInSnapshot: journal.EndsWith("snapshot", StringComparison.Ordinal));
        }

        var name = Path.Combine(Folder, $"golden-{Sets().Count + 1:000}");
        await using (var file = ArchiveFile.Create(name + ".jsonl", force: false))
        {
            using var archive = await file.BeginAsync(new(typeof(KernelHosting).Assembly.GetName().Version!.ToString(3), DateTimeOffset.UnixEpoch, "Golden", null), default);
            await StorageExport.RunAsync(new ProviderSource(store.Storage.Journals), archive, new(), default);
            await file.CompleteAsync();
        }

        var read = new JsonObject();
        foreach (var journal in journals)
        {
            read[journal] = GoldenJson.Of(await Kind(journal).ReadAsync(store, journal));
        }

        await using var text = new StreamWriter(new FileStream(name + ".json", FileMode.CreateNew));
        await text.WriteLineAsync(GoldenJson.Text(read));
    }

    private static async Task<SortedDictionary<string, GoldenLog>> ReadAsync(string version)
    {
        await using var store = new LogStore();
        await new StorageImport(store.Storage.Journals, KernelHosting.JournalFormat, force: false)
            .RunAsync(() => ArchiveFile.OpenText(Path.Combine(Folder, version + ".jsonl")), null, default);
        var logs = new SortedDictionary<string, GoldenLog>(StringComparer.Ordinal);
        await foreach (var journal in store.Storage.Journals.ListAsync())
        {
            logs.Add(journal.Id.Value, await Kind(journal.Id.Value).ReadAsync(store, journal.Id.Value));
        }

        return logs;
    }

    private static GoldenKind Kind(string journal) => GoldenKind.All.TryGetValue(journal[..journal.IndexOf('/')], out var kind) ? kind
        : throw new InvalidOperationException($"There is no actor any more that could read '{journal}'.");

    private static List<string> Sets() =>
        [.. Directory.GetFiles(Folder, "golden-*.jsonl").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    private static string Repository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "LmsActors.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The repository's folder was not found.");
        }

        return folder.FullName;
    }
}
