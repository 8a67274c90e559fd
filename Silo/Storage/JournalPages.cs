using System.Runtime.CompilerServices;
using Orleans.Journaling;

namespace LmsActors.Storage;

/// <summary>The next journals by name, of those that come after one name and not before the other.</summary>
internal delegate Task<List<JournalRow>> JournalPage(string after, string from, int limit, CancellationToken cancellationToken);

/// <summary>A catalog over a table of journals.</summary>
internal static class JournalPages
{
    private const int PageSize = 500;

    /// <summary>Lists page by page, in the order of the names' bytes; journals that come or go meanwhile may be missed.</summary>
    public static async IAsyncEnumerable<JournalCatalogEntry> ListAsync(
        JournalPage pageAsync, JournalCatalogListOptions? options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (prefix, least, most) = (options?.Prefix.Value ?? "", options?.MinId.Value, options?.MaxId.Value);
        var withMetadata = options?.IncludeMetadata ?? false;
        // Half a character at the end of the prefix has no bytes of its own to seek by.
        var from = prefix.Length > 0 && char.IsHighSurrogate(prefix[^1]) ? prefix[..^1] : prefix;
        var after = "";
        while (true)
        {
            var page = await pageAsync(after, from, PageSize, cancellationToken);
            foreach (var row in page)
            {
                if (!row.Name.StartsWith(from, StringComparison.Ordinal))
                    yield break;
                if (IsWanted(row.Name, prefix, least, most))
                    yield return new JournalCatalogEntry(new JournalId(row.Name), withMetadata ? row.ToMetadata() : null);
            }

            if (page.Count < PageSize)
                yield break;
            after = page[^1].Name;
        }
    }

    private static bool IsWanted(string name, string prefix, string? least, string? most) =>
        name.StartsWith(prefix, StringComparison.Ordinal)
        && (least is null || string.CompareOrdinal(name, least) >= 0)
        && (most is null || string.CompareOrdinal(name, most) <= 0);
}
