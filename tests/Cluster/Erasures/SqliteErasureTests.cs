using System.Text;
using LmsActors.Storage;
using LmsActors.Storage.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Journaling;

namespace LmsActors.Erasures;

public sealed class SqliteErasureTests : ErasureConformance
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("lms-erasure-");
    private SqliteFixture _fixture = null!;

    [Fact]
    public async Task Erasure_WhileTheDiskFailsNowAndThen_CompletesAllTheSame()
    {
        await LiveAsync();
        var seed = Environment.TickCount;
        TestContext.Current.TestOutputHelper?.WriteLine($"seed {seed}");
        var (random, failures) = (new Random(seed), 0);
        _fixture.Probe = (step, _) =>
        {
            if (step == StorageStep.Writing && failures < 25 && random.Next(4) == 0)
            {
                failures++;
                throw new SqliteFailure(SQLitePCL.raw.SQLITE_IOERR, "the disk of this test fails");
            }
        };

        await EraseAsync();

        Assert.True(failures > 0, "Nothing failed.");
        Assert.Empty(await FindAsync("krundlepox"));
        Assert.Empty(await FindAsync("Qoxzibar"));
    }

    private protected override Task<Func<IServiceProvider, IJournalStorageProvider>> OpenAsync()
    {
        _fixture = new(_folder);
        _fixture.Open();
        return Task.FromResult<Func<IServiceProvider, IJournalStorageProvider>>(
            services => ActivatorUtilities.CreateInstance<SqliteJournalStorageProvider>(services, _fixture.Store!));
    }

    /// <summary>In the files, as they are while the store is open.</summary>
    private protected override Task<IReadOnlyList<string>> FindAsync(string word)
    {
        var found = new List<string>();
        foreach (var file in _folder.EnumerateFiles().Where(file => file.Length > 0))
        {
            using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var bytes = new byte[file.Length];
            stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            if (bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(word)) >= 0)
            {
                found.Add(file.Name);
            }
        }

        return Task.FromResult<IReadOnlyList<string>>(found);
    }

    private protected override async Task CloseAsync()
    {
        await _fixture.DisposeAsync();
        _folder.Delete(recursive: true);
    }
}
