namespace LmsActors.NameDirectory;

/// <summary>What enters a directory, and what a query finds in it.</summary>
internal static class DirectoryRules
{
    private const int WholeName = 0;
    private const int NameBegins = 1;
    private const int WordBegins = 2;

    public static Decision<DirectoryEvent> PutNames(DirectoryState state, IReadOnlyList<DirectoryName> names) =>
        Decision<DirectoryEvent>.Of([.. Latest(names, name => name.Id, name => name.Sequence).Where(name => IsNews(state, name)).Select(name => new DirectoryNamed(name))]);

    public static Decision<DirectoryEvent> PutCounts(DirectoryState state, IReadOnlyList<DirectoryCount> counts) => Decision<DirectoryEvent>.Of(
        [.. Latest(counts, count => (count.Id, count.Counter), count => count.Sequence).Where(count => IsNews(state, count)).Select(count => new DirectoryCounted(count))]);

    /// <summary>The best hits after the query's place, best first.</summary>
    public static IReadOnlyList<DirectoryHit> Find(DirectoryIndex index, DirectoryState state, DirectoryQuery query) =>
    [
        .. Candidates(index, state, query)
            .Where(place => query.After is null || place.CompareTo(query.After) > 0)
            .Select(place => (Place: place, Entry: state.Entry(place.Id)))
            .Where(hit => Matches(query, hit.Place.Id, hit.Entry))
            .Take(query.Limit)
            .Select(hit => new DirectoryHit(hit.Place.Id, hit.Entry.Name!, hit.Entry.ExternalId, hit.Place)),
    ];

    /// <summary>Of what is told of the same thing, only the latest counts.</summary>
    private static IEnumerable<T> Latest<T, TKey>(IReadOnlyList<T> told, Func<T, TKey> key, Func<T, long> sequence) =>
        told.Count == 1 ? told : told.GroupBy(key).Select(of => of.MaxBy(sequence)!);

    private static bool IsNews(DirectoryState state, DirectoryName name) =>
        state.Entry(name.Id) is var entry && (entry.Name is null || name.Sequence > entry.NameSequence);

    private static bool IsNews(DirectoryState state, DirectoryCount count) =>
        state.Entry(count.Id).Count(count.Counter) is var known && (known.Counter is null || count.Sequence > known.Sequence);

    /// <summary>Lazily, in the order of hits: what comes later costs nothing when the page is full before.</summary>
    private static IEnumerable<DirectoryPlace> Candidates(DirectoryIndex index, DirectoryState state, DirectoryQuery query) =>
        query.Name is null && query.ExternalId is null ? At(NameBegins, index.Names)
        : query.Name is null ? WithExternalId(index, state, query.ExternalId!)
        : NameForms.Fold(query.Name) is { Length: > 0 } wanted ? WithName(index.Names, wanted)
        : [];

    private static IEnumerable<DirectoryPlace> WithExternalId(DirectoryIndex index, DirectoryState state, string wanted) =>
        DirectoryIndex.From(index.ExternalIds, wanted)
            .TakeWhile(external => external.Text == wanted)
            .Select(external => new DirectoryPlace(WholeName, NameForms.Fold(state.Entry(external.Id).Name ?? ""), external.Id))
            .Order();

    private static IEnumerable<DirectoryPlace> WithName(IndexedText[] names, string wanted)
    {
        var begins = DirectoryIndex.From(names, wanted).TakeWhile(name => name.Text.StartsWith(wanted, StringComparison.Ordinal));
        return At(WholeName, begins.TakeWhile(name => name.Text.Length == wanted.Length))
            .Concat(At(NameBegins, begins.SkipWhile(name => name.Text.Length == wanted.Length)))
            .Concat(At(WordBegins, names.Where(name => NameForms.HasLaterWord(name.Text, wanted))));
    }

    private static IEnumerable<DirectoryPlace> At(int rank, IEnumerable<IndexedText> names) =>
        names.Select(name => new DirectoryPlace(rank, name.Text, name.Id));

    private static bool Matches(DirectoryQuery query, string id, DirectoryEntry entry) =>
        entry.Name is not null
        && (query.ExternalId is null || query.ExternalId == entry.ExternalId)
        && (entry.Listed || query.Unlisted.Contains(id))
        && !query.Hidden.Contains(id);
}
