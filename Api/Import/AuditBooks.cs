namespace LmsActors.Import;

/// <summary>
/// What actors state about facts that two of them know. A fact leaves as soon as both have stated it alike; what is left at the end is
/// what they do not agree upon.
/// </summary>
internal sealed class AuditBooks
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(string Tenant, string Book, string Key), (string? Truth, string? Copy)> _open = [];
    private readonly Dictionary<(string Tenant, string Book), (long Entries, long Sum)> _truths = [];

    /// <summary>How many facts were stated.</summary>
    public long Facts { get; private set; }

    public IReadOnlyList<string> Tenants => [.. _truths.Keys.Select(book => book.Tenant).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>How many truths a book holds, and the sum of those that are numbers.</summary>
    public (long Entries, long Sum) Total(string tenant, string book) => _truths.GetValueOrDefault((tenant, book));

    public void Enter(string tenant, IReadOnlyList<AuditEntry> entries)
    {
        lock (_gate)
        {
            foreach (var entry in entries)
            {
                Enter(tenant, entry);
            }
        }
    }

    public IEnumerable<string> Disagreements() => _open
        .OrderBy(fact => fact.Key)
        .Select(fact => (fact.Value.Truth, fact.Value.Copy) switch
        {
            (null, var copy) => $"{Name(fact.Key)}: {copy} is noted, but it is not so",
            (var truth, null) => $"{Name(fact.Key)}: {truth} is not noted where it should be",
            var (truth, copy) => $"{Name(fact.Key)}: it is {truth}, but {copy} is noted",
        });

    private void Enter(string tenant, AuditEntry entry)
    {
        if (!entry.IsCopy)
        {
            Facts++;
            var (entries, sum) = _truths.GetValueOrDefault((tenant, entry.Book));
            _truths[(tenant, entry.Book)] = (entries + 1, sum + (long.TryParse(entry.Value, out var number) ? number : 0));
        }

        var key = (tenant, entry.Book, entry.Key);
        var (truth, copy) = _open.GetValueOrDefault(key);
        (truth, copy) = entry.IsCopy ? (truth, entry.Value) : (entry.Value, copy);
        if (truth == copy)
        {
            _open.Remove(key);
        }
        else
        {
            _open[key] = (truth, copy);
        }
    }

    private static string Name((string Tenant, string Book, string Key) fact) => $"{fact.Book} {fact.Tenant}/{fact.Key}";
}
