using Orleans.Journaling;

namespace LmsActors.Storage;

/// <summary>What is known of a journal beside its data.</summary>
internal sealed record JournalRow(long Id, string Name, string? Format, long Revision, string Properties)
{
    /// <summary>Changes with the metadata, and when the journal is made anew; not with its data.</summary>
    public string ETag => $"{Id}.{Revision}";

    public IJournalMetadata ToMetadata() => new JournalMetadata(Format, ETag, JournalProperties.Parse(Properties));

    /// <summary>
    /// The row with some properties set and some removed: itself when nothing changes by that; null when another ETag was expected.
    /// </summary>
    public JournalRow? Update(IReadOnlyDictionary<string, string> set, IReadOnlySet<string> remove, string? expectedETag)
    {
        if (expectedETag is not null && expectedETag != ETag)
            return null;
        var properties = JournalProperties.Parse(Properties);
        foreach (var key in remove)
            properties.Remove(key);
        foreach (var (key, value) in set)
            properties[key] = value;
        var updated = this with { Properties = JournalProperties.Format(properties) };
        return updated == this ? this : updated with { Revision = Revision + 1 };
    }
}
