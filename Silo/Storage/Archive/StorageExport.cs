using System.Runtime.CompilerServices;

namespace LmsActors.Storage.Archive;

/// <summary>Which journals go into an archive, and who is told of each.</summary>
/// <param name="IsWanted">By name; all, if null.</param>
/// <param name="Written">A journal was written.</param>
public sealed record ExportChoice(Func<string, bool>? IsWanted = null, Action? Written = null);

/// <summary>Writes the journals of a storage into an archive.</summary>
public static class StorageExport
{
    /// <summary>Journals that are read ahead of the writer.</summary>
    private const int Ahead = 8;

    /// <summary>Writes all journals, behind those that the archive has already, and ends it. Memory does not grow with their number.</summary>
    public static async Task<ArchiveTotals> RunAsync(IJournalSource source, ArchiveWriter archive, ExportChoice choice, CancellationToken cancellation)
    {
        var after = archive.LastName;
        var names = SortedNames.SortAsync(WantedAsync(source, choice.IsWanted, after, cancellation), cancellation);
        await foreach (var journal in ReadAsync(source, names, cancellation))
        {
            await archive.WriteAsync(journal, cancellation);
            choice.Written?.Invoke();
        }

        return await archive.EndAsync(cancellation);
    }

    private static async IAsyncEnumerable<string> WantedAsync(
        IJournalSource source, Func<string, bool>? isWanted, string? after, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var name in source.NamesAsync(cancellation))
        {
            if ((after is null || string.CompareOrdinal(name, after) > 0) && (isWanted is null || isWanted(name)))
                yield return name;
        }
    }

    /// <summary>In the order of the names. One that has gone since it was listed is passed over; one that was listed twice comes once.</summary>
    private static async IAsyncEnumerable<ArchivedJournal> ReadAsync(
        IJournalSource source, IAsyncEnumerable<string> names, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var reading = new Queue<Task<ArchivedJournal?>>();
        string? last = null;
        await foreach (var name in names)
        {
            if (name == last)
                continue;
            last = name;
            if (reading.Count == Ahead && await reading.Dequeue() is { } journal)
                yield return journal;
            reading.Enqueue(source.ReadAsync(name, cancellation));
        }

        foreach (var left in reading)
        {
            if (await left is { } journal)
                yield return journal;
        }
    }
}
