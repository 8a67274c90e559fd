using System.Buffers;
using System.Security.Cryptography;
using LmsActors.Storage.Archive;
using LmsActors.Storage.Postgres;
using LmsActors.Storage.Sqlite;
using LmsActors.Storage;
using Microsoft.Extensions.Options;
using Orleans.Journaling;

namespace LmsActors.Faults;

/// <summary>Journals by their name and what is in them, whatever keeps them.</summary>
internal static class JournalContents
{
    private static readonly IOptions<JournaledStateManagerOptions> Format =
        Options.Create(new JournaledStateManagerOptions { JournalFormatKey = "orleans-binary" });

    /// <summary>Journals with random bytes, the same for the same seed; a third of them are longer than one line of an archive.</summary>
    public static async Task FillAsync(string folder, int count, int seed)
    {
        await using var store = SqliteJournalStore.Open(new SqliteStorageOptions { Path = folder });
        var provider = new SqliteJournalStorageProvider(store, Format);
        var random = new Random(seed);
        for (var number = 0; number < count; number++)
        {
            var journal = provider.CreateStorage(new JournalId($"thing/default/{number:000}"));
            await journal.CreateIfNotExistsAsync();
            var bytes = new byte[random.Next(1, 400_000)];
            random.NextBytes(bytes);
            await journal.AppendAsync(new(bytes), default);
        }
    }

    public static async Task<Dictionary<string, string>> OfSqliteAsync(string folder)
    {
        await using var store = SqliteJournalStore.Open(new SqliteStorageOptions { Path = folder });
        return await OfAsync(new SqliteJournalStorageProvider(store, Format));
    }

    public static async Task<Dictionary<string, string>> OfPostgresAsync(string connection)
    {
        await using var store = PostgresJournalStore.Open(new PostgresStorageOptions { ConnectionString = connection });
        return await OfAsync(new PostgresJournalStorageProvider(store, Format));
    }

    /// <summary>Reads it to its end, and so finds whatever is wrong with it.</summary>
    public static async Task<Dictionary<string, string>> OfArchiveAsync(string path)
    {
        await using var text = ArchiveFile.OpenText(path);
        using var archive = await ArchiveReader.OpenAsync(text, default);
        var contents = new Dictionary<string, string>();
        await foreach (var journal in archive.ReadAsync(default))
        {
            contents.Add(journal.Name, Digest(journal));
        }

        return contents;
    }

    private static async Task<Dictionary<string, string>> OfAsync(IJournalStorageProvider provider)
    {
        await using var source = await JournalSources.OpenAsync(provider, default);
        var contents = new Dictionary<string, string>();
        await foreach (var name in source.NamesAsync(default))
        {
            if (await source.ReadAsync(name, default) is { } journal)
            {
                contents.Add(name, Digest(journal));
            }
        }

        return contents;
    }

    private static string Digest(ArchivedJournal journal) => Convert.ToHexString(SHA256.HashData(journal.Bytes.ToArray()));
}
