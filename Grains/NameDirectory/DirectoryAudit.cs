namespace LmsActors.NameDirectory;

/// <summary>What the directory has been told, and must agree upon with those who told it.</summary>
internal sealed class DirectoryAudit : IAudit<DirectoryState>
{
    /// <summary>The book of the names of a kind of things.</summary>
    public static string Name(string kind) => $"name of the {kind}";

    /// <summary>A counter as the one who counts states it; nothing for zero, of which the directory may not have heard.</summary>
    public static IEnumerable<AuditEntry> Count(string kind, string counter, string id, long value)
    {
        if (value != 0)
        {
            yield return AuditEntry.Truth(Counter(kind, counter), id, value);
        }
    }

    public AuditReport Of(ActorKey key, DirectoryState state)
    {
        var kind = key.Id[..key.Id.IndexOf(':')];
        var names = state.Entries
            .Where(pair => pair.Value.Name is not null)
            .Select(pair => AuditEntry.Copy(Name(kind), pair.Key, pair.Value.Name!));
        var counts = state.Entries.SelectMany(pair => pair.Value.Counts
            .Where(count => count.Value != 0)
            .Select(count => AuditEntry.Copy(Counter(kind, count.Counter), pair.Key, count.Value)));
        return new([.. names, .. counts], []);
    }

    private static string Counter(string kind, string counter) => $"{counter} of the {kind}";
}
