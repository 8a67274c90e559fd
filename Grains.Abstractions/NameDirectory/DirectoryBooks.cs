namespace LmsActors.NameDirectory;

/// <summary>The books of an audit in which things and the directory state the same facts.</summary>
public static class DirectoryBooks
{
    /// <summary>The names of a kind of things.</summary>
    public static string Name(string kind) => $"name of the {kind}";

    /// <summary>A counter of a kind of things.</summary>
    public static string Counter(string kind, string counter) => $"{counter} of the {kind}";

    /// <summary>A counter as the one who counts states it; nothing for zero, of which the directory may not have heard.</summary>
    public static IEnumerable<AuditEntry> Count(string kind, string counter, string id, long value)
    {
        if (value != 0)
        {
            yield return AuditEntry.Truth(Counter(kind, counter), id, value);
        }
    }
}
