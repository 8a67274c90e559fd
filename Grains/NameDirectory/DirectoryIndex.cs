namespace LmsActors.NameDirectory;

/// <summary>A text to be found by, in the form in which it is compared, and whose it is.</summary>
internal readonly record struct IndexedText(string Text, string Id) : IComparable<IndexedText>
{
    public int CompareTo(IndexedText other)
    {
        var byText = string.CompareOrdinal(Text, other.Text);
        return byText != 0 ? byText : string.CompareOrdinal(Id, other.Id);
    }
}

/// <summary>
/// The names and external ids of a shard in order, kept beside its state and made from it. What is new waits until somebody looks for
/// something, and is then merged in: so filling a directory costs no sorting.
/// </summary>
internal sealed class DirectoryIndex
{
    private readonly HashSet<string> _changed = [];

    public IndexedText[] Names { get; private set; } = [];

    public IndexedText[] ExternalIds { get; private set; } = [];

    /// <summary>The name or external id of <paramref name="id"/> may have changed.</summary>
    public void Touch(string id) => _changed.Add(id);

    /// <summary>Brings the order up to date with <paramref name="state"/>.</summary>
    public void Update(DirectoryState state)
    {
        if (_changed.Count == 0)
        {
            return;
        }

        Names = Merge(Names, entry => entry.Name is { } name ? NameForms.Fold(name) : null, state);
        ExternalIds = Merge(ExternalIds, entry => entry.ExternalId, state);
        _changed.Clear();
    }

    /// <summary>What stands from <paramref name="text"/> on.</summary>
    public static IEnumerable<IndexedText> From(IndexedText[] sorted, string text)
    {
        var found = Array.BinarySearch(sorted, new IndexedText(text, ""));
        for (var i = found < 0 ? ~found : found; i < sorted.Length; i++)
        {
            yield return sorted[i];
        }
    }

    private IndexedText[] Merge(IndexedText[] sorted, Func<DirectoryEntry, string?> textOf, DirectoryState state)
    {
        var kept = Array.FindAll(sorted, text => !_changed.Contains(text.Id));
        var fresh = _changed
            .Select(id => (Text: textOf(state.Entry(id)), Id: id))
            .Where(text => text.Text is not null)
            .Select(text => new IndexedText(text.Text!, text.Id))
            .Order()
            .ToArray();
        var merged = new IndexedText[kept.Length + fresh.Length];
        for (int i = 0, k = 0, f = 0; i < merged.Length; i++)
        {
            merged[i] = f == fresh.Length || (k < kept.Length && kept[k].CompareTo(fresh[f]) <= 0) ? kept[k++] : fresh[f++];
        }

        return merged;
    }
}
