using LmsActors.Accounts;
using LmsActors.Tenants;
using Microsoft.AspNetCore.Http.HttpResults;

namespace LmsActors.NameDirectory;

/// <summary>A learner who was found.</summary>
internal sealed record FoundLearnerResponse(string Id, string Name, string? ExternalId);

/// <summary>Finding learners, and the tenant's figures.</summary>
internal static class DirectoryEndpoints
{
    public static void MapDirectory(this RouteGroupBuilder api)
    {
        api.MapGet("/learners", FindLearnersAsync).RequireFeature(Features.Profiles).WithTags("Profiles");
        api.MapGet("/admin/stats", StatisticsAsync).RequireAuthorization(AccountsSetup.Admin).WithTags("Administration");
    }

    /// <summary>Learners by name: whole names first, then names that begin so, then names with a word that begins so; or by external id.</summary>
    private static async Task<Results<Ok<PageBody<FoundLearnerResponse>>, RefusalHttpResult>> FindLearnersAsync(
        string? name, string? externalId, PageQuery page, Caller caller, HttpContext http, IGrainFactory grains)
    {
        var query = DirectoryQueries.Of(name, externalId, caller.Viewer);
        if (query.Refusal is { } refusal)
        {
            return refusal.ToHttp();
        }

        var found = await Directories.FindAsync(grains, caller.Viewer.Tenant, DirectoryKinds.Learner, query.Value!, page);
        return found.ToHttp(http, hit => new FoundLearnerResponse(hit.Id, hit.Name, hit.ExternalId));
    }

    /// <summary>How many learners, groups, rooms, messages, posts and follows the tenant has.</summary>
    private static Task<TenantTotals> StatisticsAsync(Admin admin, IGrainFactory grains) => Directories.TotalsAsync(grains, admin.Tenant);
}
