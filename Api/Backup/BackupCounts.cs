namespace LmsActors.Backup;

/// <summary>What an export wrote.</summary>
/// <param name="Journals">Journals in the archive.</param>
/// <param name="Bytes">Their bytes, as their storage counts them.</param>
/// <param name="Resumed">Those of the journals that an export which was killed had written before.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record ExportCounts(long Journals, long Bytes, long Resumed, double Seconds);

/// <summary>What the import of an archive did.</summary>
/// <param name="Journals">Journals in the archive.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="New">Journals that the storage did not have.</param>
/// <param name="Replaced">Journals that had other content before.</param>
/// <param name="Unchanged">Journals that were there already.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record ImportArchiveCounts(long Journals, long Bytes, long New, long Replaced, long Unchanged, double Seconds);
