using System.Buffers;
using System.Diagnostics;
using System.Text;
using LmsActors.Storage.Sqlite;
using Microsoft.Extensions.Options;
using Orleans.Journaling;

namespace LmsActors.Storage;

/// <summary>A process of its own on a storage folder, for tests to kill. The test program starts it instead of the tests.</summary>
internal static class StorageChild
{
    public const string Verb = "storage-child";
    public const int Journals = 8;

    /// <summary>The child's side: says when it has the storage, then writes until it is killed.</summary>
    public static async Task<int> RunAsync(string folder)
    {
        var options = new SqliteStorageOptions { Path = folder, TailBytes = 16 << 10 };
        await using var store = SqliteJournalStore.Open(options);
        var provider = new SqliteJournalStorageProvider(store, Options.Create(new JournaledStateManagerOptions()));
        var output = TextWriter.Synchronized(new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true });
        output.WriteLine("open");
        await Task.WhenAll(Enumerable.Range(0, Journals).Select(number => WriteAsync(provider, $"room/{number}", output)));
        return 0;
    }

    /// <summary>Starts the child; its first line of output was read when the answer is there.</summary>
    public static async Task<Process> StartAsync(string folder)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "LmsActors.Tests.Cluster.dll");
        var child = Process.Start(new ProcessStartInfo("dotnet", [program, Verb, folder]) { RedirectStandardOutput = true })!;
        if (await child.StandardOutput.ReadLineAsync() != "open")
            throw new InvalidOperationException("The child could not open the storage.");
        return child;
    }

    /// <summary>What a journal holds: the number it begins after, and the numbers in it.</summary>
    public static (int After, int[] Numbers) Parse(string text)
    {
        var parts = text.Split(';', StringSplitOptions.RemoveEmptyEntries);
        var after = parts is [['=', .. var snapshot], ..] ? int.Parse(snapshot) : 0;
        return (after, parts.Skip(after == 0 ? 0 : 1).Select(int.Parse).ToArray());
    }

    private static async Task WriteAsync(SqliteJournalStorageProvider provider, string name, TextWriter output)
    {
        var storage = provider.CreateStorage(new JournalId(name));
        var (after, numbers) = Parse(await storage.ReadTextAsync());
        for (var number = after + numbers.Length + 1; ; number++)
        {
            // Every 50th number replaces what was before it.
            var isSnapshot = number % 50 == 0;
            var bytes = new ReadOnlySequence<byte>(Encoding.UTF8.GetBytes(isSnapshot ? $"={number};" : $"{number};"));
            await (isSnapshot ? storage.ReplaceAsync(bytes, default) : storage.AppendAsync(bytes, default));
            output.WriteLine($"{name} {number}");
        }
    }
}
