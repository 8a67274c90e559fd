namespace LmsActors.NameDirectory;

/// <summary>Finds the learners whom a text mentions by name.</summary>
internal static class MentionedLearners
{
    /// <summary>Ids of the mentioned learners whom the viewer can see; names that nobody bears mention nobody.</summary>
    public static async ValueTask<Result<IReadOnlyList<string>>> InAsync(IGrainFactory grains, Viewer viewer, string text)
    {
        var names = Mentions.In(text);
        if (names.Refusal is not null || names.Value!.Count == 0)
        {
            return names;
        }

        var ids = await Task.WhenAll(names.Value.Select(name => FindAsync(grains, viewer, name)));
        return new([.. ids.OfType<string>().Distinct()], null);
    }

    /// <summary>Whoever bears the name as it is written, or else with a space for each dot and underscore in it: <c>@Ada.Lovelace</c>.</summary>
    private static async Task<string?> FindAsync(IGrainFactory grains, Viewer viewer, string name)
    {
        var spaced = name.Replace('.', ' ').Replace('_', ' ').TrimEnd();
        return await FindWholeAsync(grains, viewer, name) ?? (spaced == name ? null : await FindWholeAsync(grains, viewer, spaced));
    }

    private static async Task<string?> FindWholeAsync(IGrainFactory grains, Viewer viewer, string name)
    {
        var query = new DirectoryQuery { Name = name, Hidden = viewer.Hidden };
        var hits = await Directories.FindAsync(grains, viewer.Tenant, DirectoryKinds.Learner, query, new(1, null));
        return hits.Items.FirstOrDefault(hit => string.Equals(hit.Name, name, StringComparison.OrdinalIgnoreCase))?.Id;
    }
}
