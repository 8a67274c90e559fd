using LmsActors.NameDirectory;

namespace LmsActors.Import;

/// <summary>The tenant's figures, as they are served, are the sums of what the actors themselves say.</summary>
internal static class DirectoryCheck
{
    public static async Task RunAsync(IGrainFactory grains, string tenant, AuditBooks books, ProblemList problems)
    {
        var served = await Directories.TotalsAsync(grains, tenant);
        var counted = new TenantTotals(
            Named(DirectoryKinds.Learner),
            Named(DirectoryKinds.Group),
            Named(DirectoryKinds.Room),
            Sum(DirectoryKinds.Room, DirectoryCounters.Messages),
            Sum(DirectoryKinds.Learner, DirectoryCounters.Posts),
            Sum(DirectoryKinds.Learner, DirectoryCounters.Follows),
            Sum(DirectoryKinds.Learner, DirectoryCounters.Kudos));
        if (served != counted)
        {
            problems.Add($"{tenant}: the figures are {served}, and the actors add up to {counted}");
        }

        long Named(string kind) => books.Total(tenant, DirectoryBooks.Name(kind)).Entries;

        long Sum(string kind, string counter) => books.Total(tenant, DirectoryBooks.Counter(kind, counter)).Sum;
    }
}
