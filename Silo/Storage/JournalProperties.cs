using System.Text.Json;

namespace LmsActors.Storage;

/// <summary>The properties that callers keep beside a journal, and the rules of their names.</summary>
internal static class JournalProperties
{
    public const string None = "{}";

    /// <summary>A copy of what a caller gave. Names that begin with <c>$</c> belong to the providers.</summary>
    public static SortedDictionary<string, string> Checked(IReadOnlyDictionary<string, string>? properties)
    {
        var copy = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in properties ?? new Dictionary<string, string>())
        {
            CheckName(name);
            ArgumentNullException.ThrowIfNull(value);
            copy.Add(name, value);
        }

        return copy;
    }

    /// <summary>A copy of the names to remove, none of which may also be set.</summary>
    public static HashSet<string> Checked(IEnumerable<string>? remove, IReadOnlyDictionary<string, string>? set)
    {
        var copy = new HashSet<string>(StringComparer.Ordinal);
        foreach (var name in remove ?? [])
        {
            CheckName(name);
            if (set?.ContainsKey(name) == true)
                throw new ArgumentException($"The property '{name}' cannot be both set and removed.", nameof(remove));
            copy.Add(name);
        }

        return copy;
    }

    public static string Format(SortedDictionary<string, string> properties) => JsonSerializer.Serialize(properties);

    public static SortedDictionary<string, string> Parse(string json) =>
        new(json == None ? [] : JsonSerializer.Deserialize<Dictionary<string, string>>(json)!, StringComparer.Ordinal);

    private static void CheckName(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        if (name[0] == '$' || name.Contains('\0'))
            throw new ArgumentException($"'{name}' cannot name a property: it begins with $ or holds a null.", nameof(name));
    }
}
