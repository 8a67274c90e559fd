using LmsActors.Storage;
using LmsActors.Storage.Archive;
using LmsActors.Storage.Sqlite;
using Microsoft.Extensions.Options;
using Orleans.Journaling;

namespace LmsActors.Backup;

/// <summary>Export and import as a person uses them, over the sample and over storages that are killed on the way.</summary>
public sealed class BackupCommandTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lms-backup-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Sample_ExportedAndImported_IsServedAndVerified()
    {
        await using (await ApiHost.StartAsync(At("a"), ("Sample", "true")))
        {
        }

        var exported = await Tool.RunAsync(At("a"), "export", At("a.jsonl.gz"));
        var imported = await Tool.RunAsync(At("b"), "import", "archive", At("a.jsonl.gz"));
        Assert.Equal(exported.Count("journals"), imported.Count("new"));
        Assert.Equal(exported.Count("bytes"), imported.Count("bytes"));
        Assert.Equal(imported.Count("journals"), (await Tool.RunAsync(At("b"), "import", "archive", At("a.jsonl.gz"))).Count("unchanged"));
        await Tool.RunAsync(At("b"), "export", At("b.jsonl"));
        Assert.Equal(await LinesAsync("a.jsonl.gz"), await LinesAsync("b.jsonl"));

        Assert.Equal(0, (await Tool.RunAsync(At("b"), "verify")).Count("problems"));
        await using var host = await ApiHost.StartAsync(At("b"));
        var groups = await (await host.RegisterAsync()).Client.JsonAsync("/api/v1/groups");
        Assert.Contains(groups.GetProperty("items").EnumerateArray(), group => group.Text("name").Contains("dotnet", StringComparison.OrdinalIgnoreCase));
    }

    [Theory]
    [InlineData("archive.jsonl")]
    [InlineData("archive.jsonl.gz")]
    public async Task Export_Killed_GoesOnWhereItWas(string name)
    {
        await FillAsync("a");
        var (path, part) = (At(name), At(name + ".part"));
        await Tool.KillAsync(At("a"), () => File.Exists(part) && new FileInfo(part).Length > 20 << 20, "export", path);
        Assert.True(File.Exists(part) && !File.Exists(path), "It was not killed on its way.");

        var resumed = await Tool.RunAsync(At("a"), "export", path, "--resume");

        Assert.InRange(resumed.Count("resumed"), 1, resumed.Count("journals") - 1);
        Assert.Equal(resumed.Count("journals"), (await Tool.RunAsync(At("a"), "export", At("other.jsonl"))).Count("journals"));
        Assert.Equal(await LinesAsync("other.jsonl"), await LinesAsync(name));
        Assert.False(File.Exists(part));
    }

    [Fact]
    public async Task Import_Killed_GoesOnWhenRunAgain()
    {
        await FillAsync("a");
        await Tool.RunAsync(At("a"), "export", At("a.jsonl"));
        var log = new FileInfo(Path.Combine(At("b"), "lmsactors.db-wal"));
        await Tool.KillAsync(
            At("b"),
            () =>
            {
                log.Refresh();
                return log.Exists && log.Length > 8 << 20;
            },
            "import", "archive", At("a.jsonl"));

        var again = await Tool.RunAsync(At("b"), "import", "archive", At("a.jsonl"));

        Assert.True(again.Count("new") > 0 && again.Count("unchanged") > 0 && again.Count("replaced") == 0, again.Output);
        await Tool.RunAsync(At("b"), "export", At("b.jsonl"));
        Assert.Equal(await LinesAsync("a.jsonl"), await LinesAsync("b.jsonl"));
    }

    [Fact]
    public async Task Nonsense_IsRefusedInOneSentence()
    {
        Directory.CreateDirectory(At("folder"));
        await File.WriteAllTextAsync(At("text"), "hello\nworld\n");
        await File.WriteAllTextAsync(At("empty"), "");
        await File.WriteAllTextAsync(At("version"), "{\"format\":\"lms-actors-archive\",\"version\":99}\n");
        foreach (var (name, says) in new[] { ("folder", "is a folder"), ("text", "Line 1 is no JSON"), ("empty", "is empty"), ("version", "version 99"), ("none", "There is no file") })
        {
            var refused = await Tool.RunAsync(At("b"), "import", "archive", At(name));
            Assert.Equal(1, refused.ExitCode);
            Assert.Contains(says, refused.Error, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", refused.Error, StringComparison.Ordinal);
            Assert.False(Directory.Exists(At("b")), "A storage was made.");
        }

        var occupied = await Tool.RunAsync(At("b"), "export", At("text"));
        Assert.Equal(1, occupied.ExitCode);
        Assert.Contains("--force", occupied.Error, StringComparison.Ordinal);
        var nothing = await Tool.RunAsync(At("b"), "export", At("nothing"));
        Assert.Equal(1, nothing.ExitCode);
        Assert.Contains("The storage is empty", nothing.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(At("nothing")));
        var impossible = await Tool.RunAsync(At("b"), "export", At("nothing"), "--resume", "--server", "http://localhost:1", "--api-key", "x");
        Assert.Contains("--resume does not go with --server", impossible.Error, StringComparison.Ordinal);
        var pathless = await Tool.RunAsync(At("b"), "export");
        Assert.Equal(2, pathless.ExitCode);
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    /// <summary>About 90 MiB in 120 journals, so that there is a while in which to kill.</summary>
    private async Task FillAsync(string name)
    {
        await using var store = SqliteJournalStore.Open(new SqliteStorageOptions { Path = At(name) });
        var provider = new SqliteJournalStorageProvider(store, Options.Create(new JournaledStateManagerOptions { JournalFormatKey = "orleans-binary" }));
        var random = new Random(11);
        foreach (var number in Enumerable.Range(0, 120))
        {
            var journal = provider.CreateStorage(new JournalId($"thing/default/{number:000}"));
            await journal.CreateIfNotExistsAsync();
            var bytes = new byte[random.Next(1_500_000)];
            random.NextBytes(bytes);
            await journal.AppendAsync(new(bytes), default);
        }
    }

    /// <summary>The lines of the journals.</summary>
    private async Task<string[]> LinesAsync(string name)
    {
        await using var text = ArchiveFile.OpenText(At(name));
        using var reader = new StreamReader(text);
        return (await reader.ReadToEndAsync()).Split('\n')[1..^2];
    }
}
