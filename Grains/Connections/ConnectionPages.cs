using System.Globalization;
using LmsActors.NameDirectory;
using LmsActors.Profiles;

namespace LmsActors.Connections;

/// <summary>Lists of people: cut into pages, and named.</summary>
internal static class ConnectionPages
{
    /// <summary>The newest first, after the cursor: an ordinal, which stays valid whatever enters or leaves the list.</summary>
    public static Page<string> Cut(IEnumerable<KeyValuePair<string, long>> list, Func<string, bool> sees, Paging paging)
    {
        var before = long.TryParse(paging.Cursor, NumberStyles.None, CultureInfo.InvariantCulture, out var ordinal) ? ordinal : long.MaxValue;
        var rest = list.Where(pair => pair.Value < before && sees(pair.Key)).OrderByDescending(pair => pair.Value).Take(paging.Limit + 1).ToArray();
        var page = rest.AsSpan(0, Math.Min(rest.Length, paging.Limit));
        return new(
            [.. page.ToArray().Select(pair => pair.Key)],
            rest.Length > paging.Limit ? page[^1].Value.ToString(CultureInfo.InvariantCulture) : null);
    }

    public static async Task<bool> ExistsAsync(this IGrainFactory grains, ActorKey learner) =>
        await grains.Actor<IProfileGrain>(learner).IdentityAsync() is not null;

    /// <summary>The learners with their names: from the directory, or else from their profiles; who has none is left out.</summary>
    public static async Task<IReadOnlyList<Person>> PeopleAsync(this IGrainFactory grains, string tenant, IReadOnlyList<string> ids)
    {
        var found = await Directories.NamesAsync(grains, tenant, DirectoryKinds.Learner, ids);
        if (found.Count == ids.Count)
        {
            return found;
        }

        var names = found.ToDictionary(person => person.Id, person => person.Name);
        foreach (var id in ids.Where(id => !names.ContainsKey(id)).ToArray())
        {
            if (await grains.Actor<IProfileGrain>(new ActorKey(tenant, id)).IdentityAsync() is { } identity)
            {
                names[id] = identity.Name;
            }
        }

        return [.. ids.Where(names.ContainsKey).Select(id => new Person(id, names[id]))];
    }
}
