using System.Runtime.CompilerServices;
using System.Text.Json;

namespace LmsActors.Storage.Archive;

/// <summary>
/// Brings any number of names into ordinal order within bounded memory: sorted runs go to files that vanish with their handles, and are
/// merged (external merge sort). Storages list in orders of their own, if in any.
/// </summary>
internal static class SortedNames
{
    private const int RunLength = 100_000;

    /// <param name="names">The names.</param>
    /// <param name="runLength">How many are held in memory.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async IAsyncEnumerable<string> SortAsync(
        IAsyncEnumerable<string> names, [EnumeratorCancellation] CancellationToken cancellation, int runLength = RunLength)
    {
        var run = new List<string>();
        var runs = new List<Run>();
        try
        {
            await foreach (var name in names.WithCancellation(cancellation))
            {
                run.Add(name);
                if (run.Count < runLength)
                    continue;
                runs.Add(Run.Write(run));
                run.Clear();
            }

            run.Sort(StringComparer.Ordinal);
            foreach (var name in runs.Count == 0 ? run : Merge([.. runs, Run.Write(run)]))
                yield return name;
        }
        finally
        {
            runs.ForEach(one => one.Dispose());
        }
    }

    private static IEnumerable<string> Merge(IReadOnlyList<Run> runs)
    {
        var heads = new PriorityQueue<Run, string>(StringComparer.Ordinal);
        foreach (var run in runs)
        {
            if (run.Next() is { } first)
                heads.Enqueue(run, first);
        }

        while (heads.TryDequeue(out var run, out var name))
        {
            yield return name;
            if (run.Next() is { } next)
                heads.Enqueue(run, next);
        }
    }

    /// <summary>A file of sorted names, each a line of JSON, as a name may hold anything.</summary>
    private sealed class Run : IDisposable
    {
        private readonly StreamReader _lines;

        private Run(FileStream file) => _lines = new(file);

        public static Run Write(List<string> names)
        {
            names.Sort(StringComparer.Ordinal);
            var file = new FileStream(Path.GetTempFileName(), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 14, FileOptions.DeleteOnClose);
            foreach (var name in names)
            {
                JsonSerializer.Serialize(file, name);
                file.WriteByte((byte)'\n');
            }

            file.Position = 0;
            return new(file);
        }

        public string? Next() => _lines.ReadLine() is { } line ? JsonSerializer.Deserialize<string>(line) : null;

        public void Dispose() => _lines.Dispose();
    }
}
