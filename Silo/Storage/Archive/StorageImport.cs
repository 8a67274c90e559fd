using Orleans.Journaling;

namespace LmsActors.Storage.Archive;

/// <summary>What an import has done.</summary>
/// <param name="Totals">What is in the archive.</param>
/// <param name="New">Journals that the storage did not have, or only the beginning of.</param>
/// <param name="Replaced">Journals that had another content before.</param>
/// <param name="Unchanged">Journals that were there already as they are in the archive.</param>
public sealed record ImportedJournals(ArchiveTotals Totals, long New, long Replaced, long Unchanged);

/// <summary>
/// Writes the journals of an archive into a storage that no actor uses. The archive is read twice: nothing is written before all of it
/// was checked. It may be repeated, and be run again after it was killed: what is there already is left alone.
/// </summary>
/// <param name="storage">Where to write.</param>
/// <param name="formatKey">The format of entries that the storage is configured to write.</param>
/// <param name="force">Journals with other content are replaced; without it, one such journal keeps the import from writing anything.</param>
public sealed class StorageImport(IJournalStorageProvider storage, string formatKey, bool force)
{
    /// <summary>Journals that are read or written at the same time; a storage commits many together.</summary>
    private const int AtOnce = 32;

    private long _new;
    private long _replaced;
    private long _unchanged;
    private long _conflicts;
    private volatile string? _conflict;

    /// <param name="open">Opens the text of the archive, from its beginning.</param>
    /// <param name="advance">Is told of each journal, twice.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="ArchiveException">The archive is damaged, does not fit the storage, or the storage has other content.</exception>
    public async Task<ImportedJournals> RunAsync(Func<Stream> open, Action? advance, CancellationToken cancellation)
    {
        var found = await PassAsync(open, CheckAsync, advance, cancellation);
        if (_conflict is { } name)
            throw Occupied(name);
        (_unchanged, _new, _replaced) = (0, 0, 0);
        var written = await PassAsync(open, WriteAsync, advance, cancellation);
        return written == found
            ? new(written, _new, _replaced, _unchanged)
            : throw new ArchiveException("The archive was changed while it was read.");
    }

    private static async Task<ArchiveTotals> PassAsync(
        Func<Stream> open, Func<ArchivedJournal, CancellationToken, Task> use, Action? advance, CancellationToken cancellation)
    {
        await using var text = open();
        using var reader = await ArchiveReader.OpenAsync(text, cancellation);
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(reader.ReadAsync(cancellation), options, async (journal, token) =>
        {
            await use(journal, token);
            advance?.Invoke();
        });
        return reader.Totals;
    }

    private async Task CheckAsync(ArchivedJournal journal, CancellationToken cancellation)
    {
        if (journal.FormatKey is { } found ? found != formatKey : !journal.Bytes.IsEmpty)
            throw new ArchiveException($"'{journal.Name}' is in the format '{journal.FormatKey}', and this server writes '{formatKey}': import with the program that wrote it.");
        if (!force && await StandingAsync(storage.CreateStorage(new JournalId(journal.Name)), journal, cancellation) == Standing.Other)
        {
            Interlocked.Increment(ref _conflicts);
            _conflict = journal.Name;
        }
    }

    private async Task WriteAsync(ArchivedJournal journal, CancellationToken cancellation)
    {
        var target = storage.CreateStorage(new JournalId(journal.Name));
        var standing = await target.CreateIfNotExistsAsync(journal.Properties, cancellation)
            ? Standing.Begun
            : await StandingAsync(target, journal, cancellation);
        if (standing == Standing.Other)
        {
            if (!force)
                throw Occupied(journal.Name);
            await AlignPropertiesAsync(target, journal, cancellation);
        }

        if (standing == Standing.Other || (standing != Standing.Same && !journal.Bytes.IsEmpty))
            await target.ReplaceAsync(journal.Bytes, cancellation);
        Interlocked.Increment(ref Counter(standing));
    }

    private ref long Counter(Standing standing)
    {
        switch (standing)
        {
            case Standing.Same:
                return ref _unchanged;
            case Standing.Other:
                return ref _replaced;
            default:
                return ref _new;
        }
    }

    private static async Task AlignPropertiesAsync(IJournalStorage target, ArchivedJournal journal, CancellationToken cancellation)
    {
        var there = (await target.GetMetadataAsync(cancellation))?.Properties.Keys ?? [];
        await target.UpdateMetadataAsync(journal.Properties, [.. there.Except(journal.Properties.Keys)], cancellationToken: cancellation);
    }

    /// <summary>How a journal of the storage stands to that of the archive. The storage object has read it afterwards.</summary>
    private static async Task<Standing> StandingAsync(IJournalStorage target, ArchivedJournal journal, CancellationToken cancellation)
    {
        var comparison = new JournalComparison(journal.Bytes);
        await target.ReadAsync(comparison, cancellation);
        if (await target.GetMetadataAsync(cancellation) is not { } metadata)
            return Standing.Absent;
        var alike = metadata.Properties.Count == journal.Properties.Count
            && journal.Properties.All(property => metadata.Properties.TryGetValue(property.Key, out var value) && value == property.Value);
        return !alike ? Standing.Other
            : comparison.IsSame && (journal.Bytes.IsEmpty || metadata.FormatKey == journal.FormatKey) ? Standing.Same
            : comparison.IsEmpty ? Standing.Begun
            : Standing.Other;
    }

    private ArchiveException Occupied(string name) => new(
        $"The storage has other content already, as in '{name}'{(_conflicts > 1 ? $" and {_conflicts - 1} more" : "")}: "
        + "import into an empty one, or give --force to replace it.");

    private enum Standing
    {
        Absent,
        Begun,
        Same,
        Other,
    }
}
