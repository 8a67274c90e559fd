namespace LmsActors.Storage.Archive;

/// <summary>What an archive says of itself before its first journal.</summary>
/// <param name="Product">The version of the program that wrote it.</param>
/// <param name="CreatedAt">When the writing began.</param>
/// <param name="Provider">The kind of storage that it was taken from.</param>
/// <param name="Tenant">The only tenant whose actors are in it; null when all are.</param>
public sealed record ArchiveHeader(string Product, DateTimeOffset CreatedAt, string Provider, string? Tenant);

/// <summary>How much is in an archive.</summary>
/// <param name="Journals">Whole journals.</param>
/// <param name="Bytes">Their bytes, as their storage counts them.</param>
public readonly record struct ArchiveTotals(long Journals, long Bytes)
{
    internal ArchiveTotals With(ArchivedJournal journal) => new(Journals + 1, Bytes + journal.Bytes.Length);
}

/// <summary>An archive cannot be used, or not for this; the message is one sentence for a person.</summary>
public sealed class ArchiveException(string message, Exception? cause = null) : Exception(message, cause);
